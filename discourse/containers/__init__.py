"""Files that hold pages: WARC and WACZ of crawlers and browsers, and pages saved as one file.

Bytes come in runs (`runs`), runs hold records (`records`), a record holds an HTTP message (`http`); `pages` makes
sources of them, `saved` of MHTML and web archives of Safari. May import: nothing.
"""
