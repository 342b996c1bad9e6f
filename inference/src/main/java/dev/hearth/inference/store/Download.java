package dev.hearth.inference.store;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** One file from the hub: continued where it was cut, checked, then placed. */
final class Download implements AutoCloseable {
  private final HubHttp http;
  private final URI address;
  private final String what;
  private final Path folder;
  private final Path target;
  private final LongConsumer here;
  private PartFile part;
  private long furthest;

  /**
   * A download that has not begun.
   *
   * @param what the repository, for messages
   * @param folder the model's, which the target may not leave
   * @param here told after each chunk how many bytes of the file are here
   */
  Download(HubHttp http, URI address, String what, Path folder, Target target, LongConsumer here) {
    this.http = http;
    this.address = address;
    this.what = what;
    this.folder = folder;
    this.target = target.file();
    this.here = here;
    this.part = PartFile.open(folder, target.file(), target.expected());
    this.furthest = part.length();
  }

  /** Where a file is to lie, and what is known about its content. */
  record Target(Path file, Expected expected) {}

  Manifest.Item run(Retry retry) {
    boolean secondChance = false;
    while (true) {
      here.accept(part.length());
      if (!part.full()) {
        retry.run(what, this::receive);
      }
      Sums.Taken sums = part.take();
      if (sums.meets(part.expected())) {
        part.place();
        return new Manifest.Item(
            folder.relativize(target).toString(), part.length(), sums.sha256());
      }
      part.startOver();
      if (secondChance) {
        throw wrong(sums);
      }
      secondChance = true;
    }
  }

  private long receive(Retry retry) throws IOException {
    HubHttp.Answer answer = http.open(address, what, part.length());
    try (InputStream body = answer.body()) {
      learn(answer.said());
      align(answer);
      byte[] chunk = new byte[Sums.CHUNK];
      for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
        append(chunk, n, retry);
      }
    }
    if (part.expected().size().isPresent() && !part.full()) {
      throw new IOException("the connection was cut at byte " + part.length());
    }
    return part.length();
  }

  /** Where the listing gave no size or checksum, the file's own headers may. */
  private void learn(Expected said) {
    Expected all = part.expected().or(said);
    if (!all.equals(part.expected())) {
      part.close();
      part = PartFile.open(folder, target, all);
    }
  }

  /** Sees that the answer begins at the byte that is wanted next. */
  private void align(HubHttp.Answer answer) throws IOException {
    if (answer.status() == 200 && part.length() > 0) {
      part.startOver();
    }
    boolean astray = answer.status() == 206 && start(answer.range()) != part.length();
    if (astray || answer.status() == 416) {
      part.startOver();
      throw new IOException("the hub could not continue the file; starting over");
    }
  }

  private void append(byte[] chunk, int count, Retry retry) throws IOException {
    OptionalLong size = part.expected().size();
    if (size.isPresent() && part.length() + count > size.getAsLong()) {
      part.startOver();
      throw new IOException("the hub sent more than the " + size.getAsLong() + " bytes announced");
    }
    part.append(chunk, count);
    if (part.length() > furthest) {
      furthest = part.length();
      retry.gotOn();
    }
    here.accept(part.length());
  }

  /** The first byte of {@code bytes 100-199/200}; −1 when it does not say. */
  private static long start(String range) {
    String bare = range.replaceFirst("^bytes +", "").replaceFirst("-.*$", "");
    return bare.matches("[0-9]{1,18}") ? Long.parseLong(bare) : -1;
  }

  private ProblemException wrong(Sums.Taken sums) {
    Expected expected = part.expected();
    String wanted = expected.sha256().or(expected::gitBlob).orElse("none");
    String got = expected.sha256().isPresent() ? sums.sha256() : sums.gitBlob().orElse("none");
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            String.format(
                Locale.ROOT,
                "What the hub sends for %s of %s is not what it announces; nothing was placed",
                target.getFileName(),
                what),
            "expected checksum " + wanted + ", got " + got,
            "Try again later, or set HF_ENDPOINT to another mirror."));
  }

  @Override
  public void close() {
    part.close();
  }
}
