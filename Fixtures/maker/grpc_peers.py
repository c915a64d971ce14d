"""A gRPC server with a shop's methods, and its clients: grpcio, and sonora for gRPC-Web. Messages are bytes: there are no
.proto files."""

import contextlib
import threading
import wsgiref.simple_server
from concurrent import futures

import grpc
import sonora.client
import sonora.wsgi

from .servers import HTTP1, HTTP2, haproxy, nginx
from .tls_peers import NAME, PORT, certificate

AUTHORITY = "127.0.0.1:%d" % HTTP2
SERVICE = "shop.v1.Catalog"


def path(method):
    """The request target of a method."""
    return "/%s/%s" % (SERVICE, method)


class Call:
    """What one call sent and received: filled by its handler in the server and by the client."""

    def __init__(self, method):
        self.method = method
        self.requests, self.responses = [], []
        self.status, self.message = None, None

    def record(self, kind):
        """The exchange's member `grpc`."""
        return {
            "service": SERVICE,
            "method": self.method,
            "kind": kind,
            "request_messages": len(self.requests),
            "response_messages": len(self.responses),
            "status": self.status.value[0] if self.status else None,
            "status_name": self.status.name if self.status else None,
            "message": self.message,
        }


class Catalog(grpc.GenericRpcHandler):
    """The server's side. Each method is one of gRPC's four kinds."""

    def __init__(self):
        self.is_cancelled = threading.Event()

    def service(self, details):
        method = {
            path("Get"): grpc.unary_unary_rpc_method_handler(self.get, bytes, bytes),
            path("List"): grpc.unary_stream_rpc_method_handler(self.list, bytes, bytes),
            path("Upload"): grpc.stream_unary_rpc_method_handler(self.upload, bytes, bytes),
            path("Chat"): grpc.stream_stream_rpc_method_handler(self.chat, bytes, bytes),
            path("Watch"): grpc.unary_stream_rpc_method_handler(self.watch, bytes, bytes),
        }
        return method.get(details.method)

    def get(self, request, context):
        if request == b"missing":
            context.abort(grpc.StatusCode.NOT_FOUND, "no such item: caf\u00e9 at 100 %\n")
        return b"item " + request

    def list(self, request, context):
        for size in map(int, request.split()):
            if size < 0:
                context.abort(grpc.StatusCode.DATA_LOSS, "the rest is lost")
            yield b"x" * size

    def upload(self, requests, context):
        return b"%d bytes" % sum(map(len, requests))

    def chat(self, requests, context):
        for request in requests:
            yield b"you said " + request

    def watch(self, request, context):
        """One message, and nothing more until the client has had enough."""
        context.add_callback(self.is_cancelled.set)
        yield b"a change"
        self.is_cancelled.wait(5)


@contextlib.contextmanager
def catalog(address=AUTHORITY, **options):
    """Runs the server."""
    server = grpc.server(futures.ThreadPoolExecutor(4), handlers=[Catalog()], **options)
    server.add_insecure_port(address)
    server.start()
    try:
        yield
    finally:
        server.stop(0).wait()


class Client:
    """A client on one connection that makes calls one after the other: the streams 1, 3, 5."""

    def __init__(self, channel):
        self.channel = channel
        self.calls = []

    def call(self, method, requests, *, takes_stream=False, gives_stream=False, limit=None, **options):
        """Makes a call and reads what comes back, or cancels it after `limit` messages."""
        call = Call(method)
        self.calls.append(call)
        kind = "%s_%s" % ("stream" if takes_stream else "unary", "stream" if gives_stream else "unary")
        stub = getattr(self.channel, kind)(path(method), bytes, bytes)
        answered = threading.Semaphore(0)

        def messages():
            for request in requests:
                call.requests.append(request)
                yield request
                # The next one only after an answer, where there is one to each.
                if takes_stream and gives_stream:
                    answered.acquire(timeout=5)

        try:
            if gives_stream:
                running = stub(messages() if takes_stream else next(messages()), **options)
                for response in running:
                    call.responses.append(response)
                    answered.release()
                    if len(call.responses) == limit:
                        running.cancel()
                        return
            else:
                call.responses.append(stub(messages() if takes_stream else next(messages()), **options))
            call.status = grpc.StatusCode.OK
        except grpc.RpcError as error:
            call.status, call.message = error.code(), error.details()


@contextlib.contextmanager
def client():
    """Opens a connection to the server."""
    with grpc.insecure_channel(AUTHORITY) as channel:
        yield Client(channel)


# What TLS 1.3 keeps secret, as key logs and as HAProxy name it.
SECRETS = [
    ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "ssl_fc_client_handshake_traffic_secret"),
    ("SERVER_HANDSHAKE_TRAFFIC_SECRET", "ssl_fc_server_handshake_traffic_secret"),
    ("CLIENT_TRAFFIC_SECRET_0", "ssl_fc_client_traffic_secret_0"),
    ("SERVER_TRAFFIC_SECRET_0", "ssl_fc_server_traffic_secret_0"),
]


@contextlib.contextmanager
def secure_proxy(scene, backend):
    """Runs HAProxy with TLS in front of a server, and makes a key log of its log: a line a call, with all secrets."""
    chain, key = certificate(scene)
    together = scene.scratch / "together.pem"
    together.write_text(chain.read_text() + key.read_text())
    log = scene.scratch / "haproxy.log"
    words = ["%[ssl_fc_client_random,hex]"] + ["%%[%s]" % fetch for _, fetch in SECRETS]
    directives = "  log stdout format raw local0\n  log-format secrets:%s" % ":".join(words)
    bind = "ssl crt %s alpn h2" % together
    with haproxy(scene, PORT, backend, bind=bind, directives=directives, log=log):
        yield
    with scene.keys.open("w") as keys:
        for line in log.read_text().splitlines():
            if line.startswith("secrets:"):
                random, *secrets = line.split(":")[1:]
                for (label, _), secret in zip(SECRETS, secrets, strict=True):
                    keys.write("%s %s %s\n" % (label, random.lower(), secret.lower()))


@contextlib.contextmanager
def secure_client(scene):
    """Opens a connection to the proxy with TLS."""
    options = [("grpc.ssl_target_name_override", NAME), ("grpc.default_authority", NAME)]
    credentials = grpc.ssl_channel_credentials(certificate(scene)[0].read_bytes())
    with grpc.secure_channel("127.0.0.1:%d" % PORT, credentials, options) as channel:
        yield Client(channel)


@contextlib.contextmanager
def web_catalog(scene):
    """Runs the server for gRPC-Web, behind an nginx on the port of HTTP/1.1. Yields the proxy's log."""
    application = sonora.wsgi.grpcWSGI()
    application.add_generic_rpc_handlers([Catalog()])
    with wsgiref.simple_server.make_server("127.0.0.1", 0, application, handler_class=QuietHandler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        proxy = "location /%s/ { proxy_buffering off; proxy_pass http://127.0.0.1:%d; }" % (SERVICE, server.server_port)
        try:
            with nginx(scene, locations=proxy) as log:
                yield log
        finally:
            server.shutdown()
            thread.join()


class QuietHandler(wsgiref.simple_server.WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *details):
        pass


@contextlib.contextmanager
def web_client():
    """Opens a connection to the proxy."""
    with sonora.client.insecure_web_channel("http://127.0.0.1:%d" % HTTP1) as channel:
        yield Client(channel)
