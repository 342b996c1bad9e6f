package dev.hearth.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** One client that asks a server about photos, over one connection. */
final class ServerWork implements Work {
  private final HttpConnection connection;
  private final List<byte[]> requests;

  private ServerWork(HttpConnection connection, List<byte[]> requests) {
    this.connection = connection;
    this.requests = requests;
  }

  /** A client for each thread; the bytes of the requests are made once. */
  static Work.Source of(InetSocketAddress address, BenchTask task, Photos photos) {
    List<byte[]> requests =
        photos.photos().stream()
            .map(photo -> PredictRequest.of(task.entries(), photo.encoded()))
            .toList();
    return () -> new ServerWork(new HttpConnection(address), requests);
  }

  @Override
  public boolean once(int photo) throws IOException {
    return connection.send(requests.get(photo)).good();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
