"""Services of the engine, written in Python with the same three words as in Rust; docs/services.md shows how.

>>> class Greetings(Service):
...     name = "greetings"
...
...     @once
...     def hello(self, request):
...         '''A greeting for whoever is named.'''
...         return {"text": f"hello, {request.params['name']}"}
>>> [method.name for method in methods_of(Greetings())]
['greetings.hello']
"""

from tickloom._core import Request

from .declaring import Method, events, methods_of, once, parts
from .latest import Latest
from .service import Service

__all__ = ["Latest", "Method", "Request", "Service", "events", "methods_of", "once", "parts"]
