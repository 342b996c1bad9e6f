package dev.hearth.server.http;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.server.settings.HttpSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A listening socket and the event loop behind it. */
public final class HttpListener implements AutoCloseable {
  private static final long SWEEP_MILLIS = 50;
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int LONGEST_HEADERS = 32 * 1024;

  /** All addresses of both families; Java's own wildcard works without IPv6 too. */
  private static final List<String> EVERYWHERE = List.of("", "::", "[::]", "0.0.0.0", "*");

  private final EventLoopGroup loop;
  private final Channel channel;
  private final Service service;
  private final AtomicBoolean closed = new AtomicBoolean();

  private HttpListener(EventLoopGroup loop, Channel channel, Service service) {
    this.loop = loop;
    this.channel = channel;
    this.service = service;
  }

  /**
   * Binds and answers from now on.
   *
   * @throws ProblemException {@code UNAVAILABLE} when the address cannot be bound
   */
  public static HttpListener start(HttpSettings settings, Routes routes, Load load) {
    // One small arena: photos come and go through it, what is larger than a chunk is not kept.
    PooledByteBufAllocator allocator = new PooledByteBufAllocator(true, 0, 1, 8192, 8, 0, 0, false);
    Service service =
        new Service(
            routes, settings, load.door(), load.traffic(), allocator, InstantSource.system());
    EventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.ALLOCATOR, allocator)
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Connections(service));
    var bound = bootstrap.bind(address(settings)).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      var _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw cannotBind(settings, bound.cause());
    }
    var _ =
        loop.scheduleWithFixedDelay(
            service::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    return new HttpListener(loop, bound.channel(), service);
  }

  /** Puts the parts of a connection together. */
  private static final class Connections extends ChannelInitializer<SocketChannel> {
    private final Service service;

    Connections(Service service) {
      this.service = service;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      HttpDecoderConfig limits =
          new HttpDecoderConfig()
              .setMaxInitialLineLength(LONGEST_LINE)
              .setMaxHeaderSize(LONGEST_HEADERS)
              .setMaxChunkSize(64 * 1024);
      channel.pipeline().addLast(new HttpServerCodec(limits));
      Connection connection = new Connection(service, channel);
      channel.pipeline().addLast(connection);
      if (!service.add(connection)) {
        var _ = channel.close();
      }
    }
  }

  private static InetSocketAddress address(HttpSettings settings) {
    String host = settings.host();
    if (EVERYWHERE.contains(host)) {
      return new InetSocketAddress(settings.port());
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new InetSocketAddress(bare, settings.port());
  }

  private static ProblemException cannotBind(HttpSettings settings, Throwable cause) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "Cannot listen on " + settings.host() + " port " + settings.port(),
            String.valueOf(cause.getMessage()),
            "Stop the program that uses the port, or set host and port (IMMICH_HOST,"
                + " IMMICH_PORT)."),
        cause);
  }

  /** Where it listens, with the port the system chose. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Stops accepting, waits for admitted requests up to the drain time, then closes everything. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    var _ = channel.close().awaitUninterruptibly();
    loop.execute(service::drain);
    await(service.settings().drain());
    loop.execute(service::abort);
    var _ = loop.shutdownGracefully(0, 400, TimeUnit.MILLISECONDS).awaitUninterruptibly(400);
  }

  private void await(Duration time) {
    try {
      service.empty().get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // Time is up: what is left is cut off by the caller.
      return;
    }
  }
}
