package dev.hearth.planning.gfx;

import dev.hearth.planning.Source;
import dev.hearth.planning.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is known of AMD's gfx targets: {@code gfx.yaml} and the questions to it. */
public final class GfxTable {
  private final Map<String, GfxTarget> targets;
  private final Map<Consumer, List<Bundle>> bundles;
  private final Map<Consumer, List<Trouble>> troubles;
  private final int oldestMajor;
  private final Source oldestSource;

  GfxTable(GfxReader.Content content) {
    this.targets = content.targets();
    this.bundles = content.bundles();
    this.troubles = content.troubles();
    this.oldestMajor = content.oldestMajor();
    this.oldestSource = content.oldestSource();
  }

  /** The table of this program, read once. */
  public static GfxTable load() {
    return Loaded.TABLE;
  }

  private static final class Loaded {
    private static final GfxTable TABLE = new GfxTable(GfxReader.resource());
  }

  /** The row of a target. */
  public Optional<GfxTarget> find(String gfx) {
    return Optional.ofNullable(targets.get(gfx));
  }

  /** All rows. */
  public List<GfxTarget> targets() {
    return List.copyOf(targets.values());
  }

  /** What a consumer has shipped, oldest first. */
  public List<Bundle> bundles(Consumer consumer) {
    return bundles.getOrDefault(consumer, List.of());
  }

  /** What is known to go wrong on a target; without a version, with the newest. */
  public List<Trouble> troubles(
      Consumer consumer, Optional<Version> version, String gfx, boolean integrated) {
    return Stream.concat(
            troubles.getOrDefault(consumer, List.of()).stream(),
            find(gfx).stream().flatMap(target -> target.troubles().stream()))
        .filter(each -> each.consumers().isEmpty() || each.consumers().contains(consumer))
        .filter(each -> version.map(each.versions()::contains).orElse(each.versions().open()))
        .filter(each -> integrated || !each.integratedOnly())
        .filter(each -> !each.except().contains(gfx))
        .toList();
  }

  /**
   * Whether a consumer computes on a target.
   *
   * @param version of the consumer; empty for the newest known
   * @param others the targets of the machine's other AMD GPUs
   */
  public Support support(
      Consumer consumer, Optional<Version> version, String gfx, Set<String> others) {
    Optional<Support> tooOld = tooOld(gfx);
    if (tooOld.isPresent()) {
      return tooOld.get();
    }
    Optional<Bundle> bundle = bundle(consumer, version);
    if (bundle.isEmpty()) {
      return withoutBundle(consumer, version);
    }
    Question question = new Question(consumer, version, bundle.get(), gfx, others);
    return switch (answer(consumer, bundle.get(), gfx)) {
      case Support.Pretend as ->
          new Support.Pretend(
              as.value(), as.doubt(), broken(as.value(), question), as.reason(), as.source());
      case Support.Native own -> wayOut(own, question);
      case Support.Impossible no ->
          new Support.Impossible(last(consumer, bundle.get(), gfx), no.reason(), no.source());
      case Support.Undecided open -> open;
    };
  }

  private record Question(
      Consumer consumer,
      Optional<Version> version,
      Bundle bundle,
      String gfx,
      Set<String> others) {}

  private Optional<Support> tooOld(String gfx) {
    return OverrideValue.major(gfx)
        .filter(major -> major < oldestMajor)
        .map(_ ->
            new Support.Impossible(
                Optional.empty(),
                "ROCm has no kernels for "
                    + gfx
                    + " and no override helps: its instructions differ too much from gfx"
                    + oldestMajor
                    + " and later. Vulkan computes on it",
                find(gfx)
                    .map(target -> target.sources().getFirst())
                    .orElse(oldestSource)
                    .citation()));
  }

  private Optional<Bundle> bundle(Consumer consumer, Optional<Version> version) {
    List<Bundle> all = bundles(consumer);
    if (version.isEmpty()) {
      return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }
    return all.stream().filter(each -> each.versions().contains(version.get())).findFirst();
  }

  private Support withoutBundle(Consumer consumer, Optional<Version> version) {
    String asked = version.map(each -> " " + each).orElse("");
    Bundle first = bundles(consumer).getFirst();
    String source = first.source().citation();
    Optional<Version> since = first.versions().since();
    if (consumer == Consumer.IMMICH_ML
        && version.isPresent()
        && since.stream().anyMatch(version.get()::olderThan)) {
      return new Support.Impossible(
          Optional.empty(),
          "there is no ROCm image before Immich " + since.get() + ", and" + asked + " is older",
          source);
    }
    return new Support.Undecided(
        "what " + consumer.label() + asked + " has kernels for is not in the table", source);
  }

  private Support answer(Consumer consumer, Bundle bundle, String gfx) {
    String has = consumer.label() + " (" + bundle.versions() + ", ROCm " + bundle.rocm() + ")";
    String source = bundle.source().citation();
    if (bundle.shipped().contains(gfx)) {
      String reason = has + " has kernels for " + gfx + caution(bundle);
      return new Support.Native(true, Optional.empty(), Optional.empty(), reason, source);
    }
    if (bundle.claimed().contains(gfx)) {
      return unproven(
          bundle,
          gfx,
          has + " is said to cover " + gfx + "; no list that shows it was found" + caution(bundle),
          source);
    }
    Optional<Bundle.Gap> doubt = Optional.ofNullable(bundle.doubtful().get(gfx));
    if (doubt.isPresent()) {
      String reason = has + ": " + doubt.get().reason() + caution(bundle);
      return unproven(bundle, gfx, reason, doubt.get().source().citation());
    }
    return without(consumer, bundle, gfx, has);
  }

  private Support unproven(Bundle bundle, String gfx, String reason, String source) {
    Optional<OverrideValue> otherwise =
        Overrides.first(find(gfx), bundle).map(GfxTarget.Candidate::override);
    return new Support.Native(false, otherwise, Optional.empty(), reason, source);
  }

  /** What is left where a bundle has no kernels for a target. */
  private Support without(Consumer consumer, Bundle bundle, String gfx, String has) {
    Optional<Bundle.Gap> unusable = Optional.ofNullable(bundle.unusable().get(gfx));
    String why =
        has + unusable.map(each -> ": " + each.reason()).orElse(" has no kernels for " + gfx);
    Optional<GfxTarget.Candidate> candidate = Overrides.first(find(gfx), bundle);
    if (candidate.isPresent()) {
      return new Support.Pretend(
          candidate.get().override(),
          candidate.get().doubt(),
          Optional.empty(),
          why + "; it has those of " + candidate.get().override().target(),
          (consumer.foreign(candidate.get().source()) ? bundle.source() : candidate.get().source())
              .citation());
    }
    String source = unusable.map(Bundle.Gap::source).orElse(bundle.source()).citation();
    if (find(gfx).isEmpty()) {
      return new Support.Undecided(why + ", and the table does not know " + gfx, source);
    }
    return new Support.Impossible(
        Optional.empty(), why + Overrides.refusals(find(gfx).get(), bundle), source);
  }

  private static String caution(Bundle bundle) {
    return bundle.caution().map(each -> "; " + each).orElse("");
  }

  /** An override is a way out unless the trouble that is known was reported with it. */
  private Support wayOut(Support.Native own, Question asked) {
    List<Trouble> troubles = troubles(asked.consumer(), asked.version(), asked.gfx(), true);
    Optional<OverrideValue> value =
        own.otherwise()
            .filter(each ->
                troubles.stream()
                    .noneMatch(trouble -> trouble.with().filter(each::equals).isPresent()));
    return new Support.Native(
        own.proven(),
        value,
        value.flatMap(each -> broken(each, asked)),
        own.reason(),
        own.source());
  }

  /** An override holds for every agent of the process: those for which it would be wrong. */
  private Optional<String> broken(OverrideValue value, Question asked) {
    List<String> broken =
        asked.others().stream()
            .filter(other -> !other.equals(asked.gfx()))
            .filter(other -> !bears(value, answer(asked.consumer(), asked.bundle(), other), other))
            .sorted()
            .toList();
    return broken.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", broken));
  }

  /** The last of the older bundles that has kernels for a target, and how they are had. */
  private Optional<String> last(Consumer consumer, Bundle than, String gfx) {
    List<Bundle> all = bundles(consumer);
    return all.subList(0, all.indexOf(than)).reversed().stream()
        .flatMap(bundle ->
            bundle.last().flatMap(name -> how(consumer, bundle, gfx).map(name::concat)).stream())
        .findFirst();
  }

  private Optional<String> how(Consumer consumer, Bundle bundle, String gfx) {
    return switch (answer(consumer, bundle, gfx)) {
      case Support.Native own when own.proven() -> Optional.of(", the last with " + gfx);
      case Support.Pretend as ->
          Optional.of(
              ", the last with "
                  + as.value().target()
                  + " (HSA_OVERRIDE_GFX_VERSION="
                  + as.value().value()
                  + ")");
      default -> Optional.empty();
    };
  }

  private static boolean bears(OverrideValue value, Support answer, String other) {
    return other.equals(value.target())
        || (answer instanceof Support.Pretend same && same.value().equals(value));
  }
}
