import java.net.Socket;
import java.security.Security;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Connects to a port of 127.0.0.1 as a named server, carries what it reads to it and prints what comes back; first a line with the
 * version and the cipher suite. Its arguments: port, name, versions that it offers, cipher suites, the latter two with commas
 * between them.
 */
class JavaClient {
  public static void main(String[] arguments) throws Exception {
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    var port = Integer.parseInt(arguments[0]);
    var plain = new Socket("127.0.0.1", port);
    plain.setTcpNoDelay(true);
    var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, arguments[1], port, true);
    socket.setEnabledProtocols(arguments[2].split(","));
    socket.setEnabledCipherSuites(arguments[3].split(","));
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
