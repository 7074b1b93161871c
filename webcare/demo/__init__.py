"""A scripted live shift: a real feed server on this machine, polled as any other.

The server needs the standard library only. People and brands in it are invented.
"""
