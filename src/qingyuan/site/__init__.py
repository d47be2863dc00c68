"""Where the house is put together: settings, addresses, server entry points, the command `qingyuan`."""
