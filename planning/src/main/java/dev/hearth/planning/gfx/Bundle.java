package dev.hearth.planning.gfx;

import dev.hearth.planning.Source;
import dev.hearth.planning.VersionRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ROCm of some versions of a consumer.
 *
 * @param versions the consumer's versions
 * @param rocm the ROCm release in it
 * @param shipped the targets it has kernels for
 * @param claimed those it is said to cover, without a list that shows it
 * @param doubtful those it is compiled for, while a library in it may lack its part
 * @param unusable those it seems to have kernels for and does not run
 * @param caution what to mind where it has kernels
 * @param last the newest of the versions, for those whose target the next bundle dropped
 * @param source who says so
 */
public record Bundle(
    VersionRange versions,
    String rocm,
    Set<String> shipped,
    Set<String> claimed,
    Map<String, Gap> doubtful,
    Map<String, Gap> unusable,
    Optional<String> caution,
    Optional<String> last,
    Source source) {
  public Bundle {
    shipped = Set.copyOf(shipped);
    claimed = Set.copyOf(claimed);
    doubtful = Map.copyOf(doubtful);
    unusable = Map.copyOf(unusable);
  }

  /** What a target lacks although parts of it are there. */
  public record Gap(String reason, Source source) {}

  /** Whether there are kernels for a target, seen or claimed. */
  public boolean covers(String gfx) {
    return shipped.contains(gfx) || claimed.contains(gfx);
  }

  /** The shipped targets as people sort them. */
  public List<String> listed() {
    return shipped.stream()
        .sorted((a, b) -> a.length() != b.length() ? a.length() - b.length() : a.compareTo(b))
        .toList();
  }
}
