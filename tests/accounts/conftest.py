import web.wiring  # noqa: F401 - says who puts mails into words
