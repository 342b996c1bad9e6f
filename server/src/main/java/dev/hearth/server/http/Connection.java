package dev.hearth.server.http;

import dev.hearth.inference.runtime.Ticket;
import dev.hearth.machine.Problem;
import dev.hearth.server.wire.Dialect;
import dev.hearth.server.wire.Status;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * One client connection. Takes one request at a time: what a client sends ahead waits, and when
 * something waits no more is read. All methods run on the event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger("dev.hearth.server");
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

  /** How long a refused client may go on sending before the connection is cut. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** A client that is gone is noticed by what cannot be sent to it. */
  private static final Duration FOREVER = Duration.ofDays(3650);

  /** A deadline's grace, so that the engine's own answer to it comes first. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** For the counts and the log only: nobody is left to be sent a status. */
  private static final int CLIENT_GONE = 499;

  private final Service service;
  private final Channel channel;
  private final Outbound outbound;
  private final Deque<HttpObject> ahead = new ArrayDeque<>();
  private Phase phase = Phase.IDLE;
  private long deadline;
  private Optional<Reception> reception = Optional.empty();
  private Optional<Exchange> exchange = Optional.empty();
  private Optional<Listener> listener = Optional.empty();
  private boolean keepAlive = true;
  private String challenge = "Basic";

  Connection(Service service, Channel channel) {
    this.service = service;
    this.channel = channel;
    this.outbound = new Outbound(service, channel);
    enter(Phase.IDLE, service.settings().readTimeout());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    HttpObject object = (HttpObject) message;
    switch (phase) {
      case IDLE, RECEIVING -> take(object);
      case WORKING, WRITING -> {
        ahead.add(object);
        channel.config().setAutoRead(false);
      }
      case STREAMING, LINGERING -> ReferenceCountUtil.release(object);
    }
  }

  private void take(HttpObject object) {
    try {
      if (object.decoderResult().isFailure()) {
        refuse(Malformed.status(object.decoderResult().cause()), "Malformed HTTP request");
        return;
      }
      if (object instanceof HttpRequest head) {
        begin(head);
      }
      if (phase == Phase.RECEIVING && object instanceof HttpContent content) {
        receive(content);
      }
    } finally {
      ReferenceCountUtil.release(object);
    }
  }

  private void begin(HttpRequest head) {
    keepAlive = HttpUtil.isKeepAlive(head);
    challenge = Guard.challenge(head);
    String path = Reception.path(head.uri());
    Route route = service.routes().find(head.method().name(), path);
    Dialect dialect = Reception.dialect(head, route);
    long limit = new Limits(service.settings()).body(route, dialect);
    long announced = HttpUtil.getContentLength(head, -1L);
    Optional<Guard.Refusal> refusal = new Admission(service).refusal(head, path, route, limit);
    if (refusal.isPresent()) {
      refuse(refusal.get().status(), refusal.get().sentence(), dialect);
      return;
    }
    BodyBuffer body = new BodyBuffer(service.allocator(), service.door(), announced, limit);
    reception = Optional.of(new Reception(head, route, body, System.nanoTime()));
    enter(Phase.RECEIVING, service.settings().readTimeout());
    if (HttpUtil.is100ContinueExpected(head)) {
      outbound.sendContinue();
    }
  }

  private void receive(HttpContent content) {
    Reception arriving = reception.orElseThrow();
    Dialect dialect = arriving.dialect();
    switch (arriving.append(content.content())) {
      case TOO_LARGE -> refuse(Status.TOO_LARGE, Limits.sentence(arriving.body().limit()), dialect);
      case NO_ROOM -> refuse(Status.OVERLOADED, "Too many photos are being received", dialect);
      case FITTED -> {
        if (content instanceof LastHttpContent) {
          work(arriving);
        } else {
          enter(Phase.RECEIVING, service.settings().readTimeout());
        }
      }
    }
  }

  private void work(Reception arrived) {
    reception = Optional.empty();
    if (arrived.route().kind() == Route.Kind.STREAM && !arrived.asksForHeadOnly()) {
      stream(arrived);
      return;
    }
    Duration time = service.settings().requestTimeout();
    Exchange begun =
        new Exchange(arrived.route(), arrived.request(), arrived.dialect(), Ticket.lasting(time));
    exchange = Optional.of(begun);
    enter(Phase.WORKING, time.plus(GRACE));
    if (arrived.route().kind() == Route.Kind.QUICK) {
      FullHttpResponse response = begun.answer(service.allocator());
      arrived.body().free();
      finish(begun, response);
    } else {
      begun.start(service.allocator(), () -> giveBack(arrived), response -> hand(begun, response));
    }
  }

  private void stream(Reception arrived) {
    arrived.body().free();
    enter(Phase.STREAMING, FOREVER);
    service.traffic().streams(arrived.route());
    Listener joined = new Listener(service.broadcast(arrived.route()), channel);
    listener = Optional.of(joined);
    joined.begin(arrived.head(), service.date());
  }

  /** Runs on any thread. */
  private void giveBack(Reception arrived) {
    arrived.body().free();
    if (arrived.route().kind() == Route.Kind.WORK) {
      service.door().leave();
    }
  }

  /** Takes the answer from the thread that made it to the event loop. */
  private void hand(Exchange begun, FullHttpResponse response) {
    try {
      channel.eventLoop().execute(() -> finish(begun, response));
    } catch (RejectedExecutionException e) {
      response.release();
    }
  }

  private void finish(Exchange finished, FullHttpResponse response) {
    if (exchange.filter(current -> current == finished).isEmpty() || phase != Phase.WORKING) {
      response.release();
      return;
    }
    exchange = Optional.empty();
    service.traffic().answered(finished, response.status().code());
    send(response);
  }

  private void send(FullHttpResponse response) {
    enter(Phase.WRITING, WRITE_TIMEOUT);
    boolean stay = keepAlive && !service.draining() && service.settings().keepAlive().isPositive();
    var _ =
        outbound
            .send(response, stay)
            .addListener(sent -> {
              if (stay && sent.isSuccess()) {
                next();
              } else {
                close();
              }
            });
  }

  /** Turns to the next request, which may have arrived already. */
  private void next() {
    if (service.draining() && ahead.isEmpty()) {
      close();
      return;
    }
    enter(Phase.IDLE, service.settings().keepAlive());
    while (!ahead.isEmpty() && (phase == Phase.IDLE || phase == Phase.RECEIVING)) {
      take(ahead.remove());
    }
    if (ahead.isEmpty() && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  private void refuse(Status status, String sentence) {
    refuse(status, sentence, Dialect.IMMICH);
  }

  /**
   * Answers before the request has arrived whole, and ends the connection. The client is left a
   * moment to stop sending: closing at once would make its system throw the answer away.
   */
  private void refuse(Status status, String sentence, Dialect dialect) {
    forget();
    enter(Phase.LINGERING, LINGER);
    channel.config().setAutoRead(true);
    service.traffic().refused(status.code());
    outbound.sendLast(status, sentence, dialect, challenge);
  }

  private void enter(Phase next, Duration time) {
    phase = next;
    deadline = System.nanoTime() + time.toNanos();
  }

  void checkDeadline(long now) {
    boolean slow =
        reception
            .map(arriving -> now - arriving.started())
            .filter(nanos -> nanos > service.settings().requestTimeout().toNanos())
            .isPresent();
    if (!slow && now - deadline < 0) {
      return;
    }
    switch (phase) {
      case IDLE, WRITING, STREAMING, LINGERING -> close();
      case RECEIVING ->
          refuse(
              Status.REQUEST_TIMEOUT,
              "The request did not arrive in time",
              reception.map(Reception::dialect).orElse(Dialect.IMMICH));
      case WORKING -> giveUp();
    }
  }

  /** The deadline passed and no answer came: the client is told, the worker is not waited for. */
  private void giveUp() {
    Exchange late = exchange.orElseThrow();
    late.ticket().cancel();
    service.traffic().answered(late, Status.TIMED_OUT.code());
    exchange = Optional.empty();
    keepAlive = false;
    Answer answer =
        Failures.answer(
            Status.of(Problem.Kind.TIMED_OUT),
            "The request was not answered before its deadline",
            late.dialect());
    send(Responses.of(answer, late.dialect(), service.allocator()));
  }

  void drain() {
    keepAlive = false;
    listener.ifPresent(Listener::end);
    if (phase == Phase.IDLE) {
      close();
    }
  }

  void abort() {
    exchange.ifPresent(running -> running.ticket().cancel());
    close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    exchange.ifPresent(running -> {
      running.ticket().cancel();
      service.traffic().answered(running, CLIENT_GONE);
    });
    exchange = Optional.empty();
    listener.ifPresent(Listener::leave);
    forget();
    phase = Phase.LINGERING;
    service.remove(this);
  }

  /** Lets go of a request that has not arrived whole, and of all that was sent after it. */
  private void forget() {
    reception.ifPresent(this::giveBack);
    reception = Optional.empty();
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    System.Logger.Level level =
        cause instanceof IOException ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
    LOG.log(level, "Connection to " + channel.remoteAddress() + " failed", cause);
    close();
  }

  private void close() {
    var _ = channel.close();
  }
}
