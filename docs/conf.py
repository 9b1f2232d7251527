"""How sphinx builds the documentation: `make docs`."""

import sys

from discourse.metrics.base import Metric
from discourse.summary import metrics
from discourse.version import __version__

project = "discourse"
author = "The discourse developers"
copyright = "2026, The discourse developers"
release = version = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["_build", "jupyter_execute"]
default_role = "literal"
smartquotes = False  # it makes one dash of the two before an option
# A word in the type of a parameter, such as "name", is not a link; that several things have it is no defect.
suppress_warnings = ["ref.python"]

# Pages are Markdown; the tests run their examples, so nothing is executed here.
nb_execution_mode = "off"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Docstrings are numpydoc; types stand in the docstring and once more, exactly, in the signature.
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 88

# A metric is a value made of a function; the reference shows the function, with its docstring.
for name, metric in metrics().items():
    home = sys.modules[metric.function.__module__]
    if isinstance(getattr(home, name, None), Metric):
        setattr(home, name, metric.function)

html_theme = "alabaster"
html_title = f"discourse {version}"
html_static_path = ["_static"]
html_theme_options = {
    "description": "Comment sections as reply trees, beside the claims of the article above them.",
    "fixed_sidebar": True,
    "page_width": "1100px",
    "sidebar_width": "240px",
}
html_sidebars = {"**": ["about.html", "navigation.html", "searchbox.html"]}
