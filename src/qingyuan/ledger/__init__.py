"""Every page about any matter: lists, detail, wall chart, import and export."""
