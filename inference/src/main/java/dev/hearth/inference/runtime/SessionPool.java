package dev.hearth.inference.runtime;

import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One model's sessions, one on each of its devices. Each run goes to the member with the fewest
 * rows waiting and running, so that a faster device, whose rows are fewer sooner, gets more of
 * them. A member that could not be opened again after its device failed gets no more runs while
 * others are left.
 */
public final class SessionPool implements AutoCloseable {
  private final List<OwnedSession> members;
  private final ShapePolicy shapes;
  private final AtomicInteger turn = new AtomicInteger();

  public SessionPool(List<OwnedSession> members) {
    this.members = List.copyOf(members);
    // Inputs are made before their device is known; the few sizes are good for all.
    this.shapes = ShapePolicy.forAll(this.members.stream().map(OwnedSession::shapes).toList());
  }

  public Signature signature() {
    return members.getFirst().signature();
  }

  /** The model as one request sees it; each of its runs may be on another device. */
  public Session forRequest(Ticket ticket) {
    return new ForRequest(ticket);
  }

  /** Refuses early when every queue is full; see {@link OwnedSession#requireAdmission}. */
  public void requireAdmission() {
    List<OwnedSession> usable = usable();
    if (usable.stream().noneMatch(OwnedSession::admitsMore)) {
      throw OwnedSession.overloaded(usable.stream().mapToInt(OwnedSession::waiting).sum());
    }
  }

  public int waiting() {
    return members.stream().mapToInt(OwnedSession::waiting).sum();
  }

  public long runs() {
    return members.stream().mapToLong(OwnedSession::runs).sum();
  }

  /** How often sessions were opened anew after their device failed. */
  public long rebuilds() {
    return members.stream().mapToLong(OwnedSession::rebuilds).sum();
  }

  /** Time spent in runs on one device, by its place in the list. */
  public Duration busy(int member) {
    return members.get(member).busy();
  }

  /** The rows that a run on one device takes at most now. */
  public int batchRows(int member) {
    return members.get(member).batchRows();
  }

  /** Whether one device's session failed and could not be opened again. */
  public boolean lost(int member) {
    return members.get(member).lost();
  }

  @Override
  public void close() {
    members.forEach(OwnedSession::close);
  }

  /**
   * Those that are not lost. When all are, all are asked: a lost session tries its device again
   * after a while, and says why it cannot until then.
   */
  private List<OwnedSession> usable() {
    List<OwnedSession> sound = members.stream().filter(member -> !member.lost()).toList();
    return sound.isEmpty() ? members : sound;
  }

  /** The freest first; of equally free ones another each time. */
  private List<OwnedSession> byFreeCapacity() {
    List<OwnedSession> usable = usable();
    if (usable.size() == 1) {
      return usable;
    }
    record Load(OwnedSession member, int rows) {}
    int first = Math.floorMod(turn.getAndIncrement(), usable.size());
    List<Load> loads = new ArrayList<>(usable.size());
    for (int place = 0; place < usable.size(); place++) {
      OwnedSession member = usable.get((first + place) % usable.size());
      loads.add(new Load(member, member.rows()));
    }
    loads.sort(Comparator.comparingInt(Load::rows));
    return loads.stream().map(Load::member).toList();
  }

  private Outputs run(Map<String, Tensor> inputs, Ticket ticket) {
    List<ProblemException> refusals = new ArrayList<>();
    for (OwnedSession member : byFreeCapacity()) {
      try {
        return member.run(inputs, ticket);
      } catch (ProblemException refused) {
        boolean full = refused.problem().kind() == Problem.Kind.OVERLOADED;
        if (!full && !member.lost()) {
          throw refused;
        }
        refusals.add(refused);
      }
    }
    throw refusals.getLast();
  }

  private final class ForRequest implements Session {
    private final Ticket ticket;

    private ForRequest(Ticket ticket) {
      this.ticket = ticket;
    }

    @Override
    public Signature signature() {
      return SessionPool.this.signature();
    }

    @Override
    public ShapePolicy shapes() {
      return shapes;
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
      return SessionPool.this.run(inputs, ticket);
    }
  }
}
