import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * One side of one connection to or at a port of 127.0.0.1: carries what it reads to the other side and prints what comes back;
 * first a line with the version and the cipher suite. Its arguments: `client`, port and the server's name, or `server`, port and a
 * PKCS #12 file with the password `password`; then the versions that it knows and its cipher suites, with commas between them.
 */
class JavaPeer {
  public static void main(String[] arguments) throws Exception {
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    var port = Integer.parseInt(arguments[1]);
    var socket = arguments[0].equals("client") ? connected(port, arguments[2]) : accepted(port, arguments[2]);
    socket.setEnabledProtocols(arguments[3].split(","));
    socket.setEnabledCipherSuites(arguments[4].split(","));
    socket.startHandshake();
    var session = socket.getSession();
    System.out.println(session.getProtocol() + " " + session.getCipherSuite());
    var printing = new Thread(() -> carry(socket));
    printing.setDaemon(true);
    printing.start();
    var piece = new byte[65536];
    for (int count; (count = System.in.read(piece)) > 0; ) socket.getOutputStream().write(piece, 0, count);
    socket.close();
  }

  private static SSLSocket connected(int port, String name) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    var plain = new Socket("127.0.0.1", port);
    plain.setTcpNoDelay(true);
    return (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
  }

  private static SSLSocket accepted(int port, String file) throws Exception {
    var password = "password".toCharArray();
    var store = KeyStore.getInstance("PKCS12");
    try (var stream = new FileInputStream(file)) {
      store.load(stream, password);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    var factory = context.getServerSocketFactory();
    try (var listening = (SSLServerSocket) factory.createServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      var socket = (SSLSocket) listening.accept();
      socket.setTcpNoDelay(true);
      return socket;
    }
  }

  private static void carry(SSLSocket socket) {
    try {
      socket.getInputStream().transferTo(System.out);
    } catch (java.io.IOException ended) {
    }
  }

  private static class TrustsAll implements X509TrustManager {
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
