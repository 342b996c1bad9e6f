package dev.hearth.inference.store;

import dev.hearth.inference.store.HubListing.HubFile;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/** A hub of model repositories that speaks Hugging Face's API: Hugging Face itself or a mirror. */
public final class Hub {
  private static final int LARGEST_LISTING = 64 << 20;
  private static final Pattern REPOSITORY =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?");

  private final HubSettings settings;
  private final HubHttp http;

  public Hub(HubSettings settings) {
    this.settings = settings;
    this.http = new HubHttp(settings);
  }

  HubSettings settings() {
    return settings;
  }

  /** What a repository holds at the set revision. */
  HubListing listing(String repository, Progress progress) {
    if (!REPOSITORY.matcher(repository).matches() || repository.contains("..")) {
      throw new ProblemException(
          Problem.Kind.BAD_INPUT,
          "\"" + repository.replaceAll("\\p{Cntrl}", "?") + "\" is not a repository's name",
          "Write it as the hub does: owner/name.");
    }
    refuseOffline(repository);
    String revision = encoded(settings.revision());
    URI address =
        URI.create(
            settings.endpoint()
                + "/api/models/"
                + encoded(repository)
                + "/revision/"
                + revision
                + "?blobs=true");
    byte[] json =
        new Retry(settings.patience(), progress)
            .run(repository, _ -> body(http.open(address, repository, 0)));
    try {
      return HubListing.parse(repository, settings.revision(), json);
    } catch (JacksonException malformed) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The hub's answer about " + repository + " is not a file listing",
              settings.endpoint() + ": " + malformed.getOriginalMessage(),
              "Check that HF_ENDPOINT is a Hugging Face hub or a mirror of it."),
          malformed);
    }
  }

  /**
   * Downloads one file, continuing a part that is already there, and places it once its checksum is
   * right.
   *
   * @param folder the model's, which the target may not leave
   * @param here told after each chunk how many bytes of the file are here
   * @return size and checksum of what was placed
   */
  Manifest.Item fetch(HubListing listing, HubFile file, Path folder, Path target, Hearer here) {
    refuseOffline(listing.repository());
    Download.Target wanted = new Download.Target(target, file.expected());
    try (Download download =
        new Download(
            http, address(listing, file), listing.repository(), folder, wanted, here.bytes())) {
      return download.run(new Retry(settings.patience(), here.progress()));
    }
  }

  /**
   * Who hears of one file.
   *
   * @param bytes how many bytes of the file are here
   * @param progress notes about waits and retries
   */
  record Hearer(LongConsumer bytes, Progress progress) {}

  private URI address(HubListing listing, HubFile file) {
    return URI.create(
        settings.endpoint()
            + "/"
            + encoded(listing.repository())
            + "/resolve/"
            + encoded(listing.commit())
            + "/"
            + encoded(file.path()));
  }

  private void refuseOffline(String repository) {
    if (settings.offline()) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "Model " + repository + " is not in the store, and the network is not to be used",
              "HF_HUB_OFFLINE is set",
              "Unset HF_HUB_OFFLINE to download it, or copy its folder into the store."));
    }
  }

  private static byte[] body(HubHttp.Answer answer) throws IOException {
    try (InputStream stream = answer.body()) {
      byte[] bytes = stream.readNBytes(LARGEST_LISTING + 1);
      if (bytes.length > LARGEST_LISTING) {
        throw new IOException("a file listing of more than " + LARGEST_LISTING + " bytes");
      }
      return bytes;
    }
  }

  private static String encoded(String path) {
    return Arrays.stream(path.split("/"))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
