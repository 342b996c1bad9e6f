package dev.hearth.inference.runtime;

import dev.hearth.inference.runtime.InferenceFailed.Kind;
import dev.hearth.inference.shape.Buckets;
import dev.hearth.machine.ProblemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs batches and sees to it that each job is answered, whatever the device does: with too little
 * memory runs are halved and the session is opened anew, with a lost device it is opened anew once,
 * and after any other failure of a joint run each job is run once by itself.
 */
final class BatchRuns {
  private static final Logger LOG = System.getLogger(BatchRuns.class.getName());

  private final String name;
  private final RenewableSession session;
  private final JobQueue queue;
  private final int atFirst;
  private final boolean bucketed;
  private volatile boolean divisible;

  /**
   * @param queue which joins only rows of a model that answers each by itself
   * @param bucketed whether runs have one of {@link Buckets#ROWS}
   */
  BatchRuns(String name, RenewableSession session, JobQueue queue, boolean bucketed) {
    this.name = name;
    this.session = session;
    this.queue = queue;
    this.atFirst = queue.mostRows();
    this.divisible = atFirst > 1;
    this.bucketed = bucketed;
  }

  /** Answers all jobs of the batch. */
  void run(Batch batch) {
    try {
      new Work(batch).run(new Piece(0, batch.rows()));
    } catch (Throwable bug) {
      // Whatever it is, nobody may wait for an answer for ever, and the owner has others to serve.
      LOG.log(Level.ERROR, "a run of " + name + " failed where it should not", bug);
      batch.shares().forEach(share -> share.job().fail(bug));
    }
  }

  /** Consecutive rows of a batch. */
  private record Piece(int from, int rows) {
    int to() {
      return from + rows;
    }

    boolean holds(Batch.Share share) {
      return share.from() < to() && from < share.to();
    }
  }

  /** One batch, and whether its session was opened anew although nothing could be made smaller. */
  private final class Work {
    private final Batch batch;
    private boolean secondChance;

    private Work(Batch batch) {
      this.batch = batch;
    }

    private void run(Piece piece) {
      if (jobs(piece).isEmpty()) {
        return;
      }
      if (tooLarge(piece)) {
        cut(piece).forEach(this::run);
        return;
      }
      long seen = session.renewals();
      try {
        answer(piece);
      } catch (InferenceFailed failed) {
        recover(piece, failed, seen);
      } catch (ProblemException lost) {
        refuse(piece, lost);
      } catch (Throwable failed) {
        oneByOne(piece, failed);
      }
    }

    /** Jobs that still want rows of the piece. */
    private List<Job> jobs(Piece piece) {
      List<Job> jobs = new ArrayList<>(batch.shares().size());
      for (Batch.Share share : batch.shares()) {
        if (piece.holds(share) && share.job().wanted()) {
          jobs.add(share.job());
        }
      }
      return jobs;
    }

    /** A request's own rows are only cut after the device had no memory for so many. */
    private boolean tooLarge(Piece piece) {
      int mostRows = queue.mostRows();
      return divisible && mostRows < atFirst && piece.rows() > mostRows;
    }

    private List<Piece> cut(Piece piece) {
      List<Piece> pieces = new ArrayList<>();
      int at = piece.from();
      while (at < piece.to()) {
        int rows = Math.min(queue.mostRows(), piece.to() - at);
        // Powers of two are the buckets, so that nothing is compiled for the rest.
        rows = bucketed ? Integer.highestOneBit(rows) : rows;
        pieces.add(new Piece(at, rows));
        at += rows;
      }
      return pieces;
    }

    private void answer(Piece piece) {
      boolean whole = piece.rows() == batch.rows();
      int filled = whole ? filled(piece.rows()) : piece.rows();
      boolean asGiven = whole && batch.alone() && filled == piece.rows();
      Outputs outputs =
          session.run(whole ? batch.inputs(filled) : batch.inputs(piece.from(), piece.rows()));
      if (!asGiven && divisible && !new Rows.Part(outputs, 0, filled, filled).divisible()) {
        apart(piece);
        return;
      }
      for (Batch.Share share : batch.shares()) {
        share.take(outputs, piece.from(), piece.rows(), filled);
      }
    }

    private int filled(int rows) {
      return divisible && bucketed ? Buckets.up(rows, Buckets.ROWS) : rows;
    }

    /** The model gives one answer for a whole run after all: no run is shared any more. */
    private void apart(Piece piece) {
      divisible = false;
      queue.lower(1);
      LOG.log(Level.WARNING, "{0} does not answer each row by itself: no more shared runs", name);
      each(piece);
    }

    private void each(Piece piece) {
      for (Batch.Share share : List.copyOf(batch.shares())) {
        if (piece.holds(share)) {
          share.startAgain();
          run(new Piece(share.from(), share.job().weight()));
        }
      }
    }

    private void recover(Piece piece, InferenceFailed failed, long seen) {
      if (failed.kind() == Kind.OTHER || !session.renewable()) {
        oneByOne(piece, failed);
        return;
      }
      boolean smaller = failed.kind() == Kind.OUT_OF_MEMORY && halve(piece);
      if (!smaller && secondChance) {
        refuse(piece, RunRefusal.of(name, failed));
        return;
      }
      secondChance |= !smaller;
      try {
        session.renew(seen, why(piece, failed));
      } catch (RuntimeException lost) {
        refuse(new Piece(0, batch.rows()), lost);
        return;
      }
      run(piece);
    }

    /** Whether the piece is cut smaller the next time. */
    private boolean halve(Piece piece) {
      if (!divisible) {
        return false;
      }
      int mostRows = queue.mostRows();
      queue.lower((piece.rows() > 1 ? Math.min(mostRows, piece.rows()) : mostRows) / 2);
      return piece.rows() > queue.mostRows();
    }

    private String why(Piece piece, InferenceFailed failed) {
      return String.format(
          Locale.ROOT,
          "%s in a run of %d %s, at most %d from now on: %s",
          failed.kind() == Kind.DEVICE_LOST ? "the device was lost" : "no memory on the device",
          piece.rows(),
          piece.rows() == 1 ? "row" : "rows",
          queue.mostRows(),
          failed.getMessage());
    }

    /** One bad input must not spoil the others. */
    private void oneByOne(Piece piece, Throwable failed) {
      List<Job> jobs = jobs(piece);
      if (jobs.size() <= 1) {
        jobs.forEach(job -> job.fail(failed));
        return;
      }
      LOG.log(
          Level.WARNING,
          "a run of {0} for {1} requests failed and is repeated one by one: {2}",
          name,
          jobs.size(),
          failed.getMessage());
      batch.forget();
      each(piece);
    }

    private void refuse(Piece piece, RuntimeException refusal) {
      jobs(piece).forEach(job -> job.fail(refusal));
    }
  }
}
