package dev.hearth.inference.runtime;

import java.time.Duration;
import java.util.List;

/** One model's sessions, one on each of its devices; a request goes to the freest. */
public final class SessionPool implements AutoCloseable {
  private final List<OwnedSession> members;

  public SessionPool(List<OwnedSession> members) {
    this.members = List.copyOf(members);
  }

  public Signature signature() {
    return members.getFirst().signature();
  }

  /** The model as one request sees it. */
  public Session forRequest(Ticket ticket) {
    return members.getFirst().forRequest(ticket);
  }

  /** Refuses early when every queue is full; see {@link OwnedSession#requireAdmission}. */
  public void requireAdmission() {
    members.getFirst().requireAdmission();
  }

  public int waiting() {
    return members.stream().mapToInt(OwnedSession::waiting).sum();
  }

  public long runs() {
    return members.stream().mapToLong(OwnedSession::runs).sum();
  }

  /** Time spent in runs on one device, by its place in the list. */
  public Duration busy(int member) {
    return members.get(member).busy();
  }

  @Override
  public void close() {
    members.forEach(OwnedSession::close);
  }
}
