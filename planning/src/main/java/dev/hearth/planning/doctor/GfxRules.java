package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Version;
import dev.hearth.planning.gfx.Consumer;
import dev.hearth.planning.gfx.GfxTable;
import dev.hearth.planning.gfx.Support;
import dev.hearth.planning.gfx.Trouble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether there are kernels for a gfx target, native or by pretending to be another. */
final class GfxRules {
  private static final String ID = "gfx-target";
  private static final String VARIABLE = "HSA_OVERRIDE_GFX_VERSION";

  private final Case examined;
  private final Accelerator accelerator;
  private final About about;
  private final String gfx;
  private final RocmGpu gpu;

  private GfxRules(Case examined, Accelerator accelerator, String gfx) {
    this.examined = examined;
    this.accelerator = accelerator;
    this.about = examined.about(accelerator);
    this.gfx = gfx;
    this.gpu = new RocmGpu(accelerator, gfx);
  }

  static List<Finding> examine(Case examined, Accelerator accelerator) {
    return switch (accelerator.architecture()) {
      case Reading.Known<String>(String gfx) -> new GfxRules(examined, accelerator, gfx).examine();
      case Reading.Unknown<String>(String reason) ->
          List.of(
              examined
                  .about(accelerator)
                  .skip(ID, "its gfx target is not known, so neither is whether there are kernels")
                  .because(reason)
                  .source("Linux kernel: amdkfd kfd_topology.c"));
    };
  }

  private List<Finding> examine() {
    Optional<Consumer> consumer = examined.support().gfx();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        consumer
            .map(each -> finding(support(each, examined.service().version())))
            .orElseGet(this::anyConsumer));
    if (findings.getFirst().failed()) {
      return findings;
    }
    List<Trouble> troubles = consumer.map(this::troubles).orElseGet(this::everybodysTroubles);
    Optional<RocmGpu> better = better();
    Optional<Trouble> idle =
        troubles.stream().filter(each -> better.isPresent() && each.besideDiscrete()).findFirst();
    if (idle.isPresent()) {
      return List.of(idle(idle.get(), better.get())); // how it would compute is no matter then
    }
    if (consumer.isPresent()) {
      troubles.forEach(each -> findings.add(trouble(each)));
    }
    return findings;
  }

  private Support support(Consumer consumer, Optional<Version> version) {
    return GfxTable.load().support(consumer, version, gfx, others());
  }

  /** The targets of the machine's other AMD GPUs, which one process sees as well. */
  private Set<String> others() {
    return otherGpus().map(RocmGpu::gfx).collect(Collectors.toSet());
  }

  private Stream<RocmGpu> otherGpus() {
    return examined.survey().accelerators().stream()
        .filter(other -> other.vendor() == Vendor.AMD && other.kind() == Accelerator.Kind.GPU)
        .filter(other -> !other.id().equals(accelerator.id()))
        .flatMap(other ->
            other.architecture().asOptional().map(its -> new RocmGpu(other, its)).stream());
  }

  /** A discrete GPU of this machine that ROCm computes on, beside an integrated one. */
  private Optional<RocmGpu> better() {
    if (!is(accelerator, Accelerator.Form.INTEGRATED)) {
      return Optional.empty();
    }
    return otherGpus()
        .filter(other -> is(other.accelerator(), Accelerator.Form.DISCRETE))
        .filter(other -> other.accelerator().drivenBy("amdgpu"))
        .filter(other -> consumers().anyMatch(each -> computes(each, other.gfx())))
        .findFirst();
  }

  private Stream<Consumer> consumers() {
    return examined
        .support()
        .gfx()
        .map(Stream::of)
        .orElseGet(() -> Arrays.stream(Consumer.values()));
  }

  private boolean computes(Consumer consumer, String target) {
    Support answer =
        GfxTable.load().support(consumer, examined.service().version(), target, Set.of());
    return !(answer instanceof Support.Impossible);
  }

  private static boolean is(Accelerator accelerator, Accelerator.Form form) {
    return accelerator.form().asOptional().filter(form::equals).isPresent();
  }

  private Finding finding(Support support) {
    return switch (support) {
      case Support.Native own when own.proven() ->
          statement(about.pass(ID, gpu.title() + " has kernels of its own"), own);
      case Support.Native own ->
          statement(
              about
                  .warn(ID, gpu.title() + " should be covered, which is not certain")
                  .remedy("Start without " + VARIABLE + ". " + otherwise(own) + gpu.proof()),
              own);
      case Support.Pretend as ->
          statement(about.warn(ID, gpu.title() + " " + pretence(as)).remedy(override(as)), as);
      case Support.Impossible no ->
          statement(
              about
                  .fail(ID, gpu.title() + " cannot compute with ROCm here")
                  .remedy(instead(no.last())),
              no);
      case Support.Undecided open ->
          statement(
              about
                  .warn(ID, gpu.title() + " may or may not compute: nobody has looked")
                  .remedy("Try it. " + gpu.proof()),
              open);
    };
  }

  private static Finding statement(About.Statement statement, Support support) {
    return statement.because(evidence(support)).source(support.source());
  }

  private static String evidence(Support support) {
    Optional<String> broken =
        switch (support) {
          case Support.Pretend as -> as.alone();
          case Support.Native own -> own.alone();
          case Support.Impossible _, Support.Undecided _ -> Optional.empty();
        };
    return support.reason()
        + broken
            .map(each -> "; an override would be wrong for the machine's other GPUs: " + each)
            .orElse("");
  }

  /** What to pretend should the kernels fail; nothing where it would break another GPU. */
  private String otherwise(Support.Native own) {
    if (own.alone().isPresent()) {
      return "Should it fail, give the service this GPU only: " + gpu.ownNodes() + ". ";
    }
    return own.otherwise()
        .map(value -> "Should it fail: " + VARIABLE + "=" + value.value() + ". ")
        .orElse("");
  }

  private static String pretence(Support.Pretend as) {
    return "computes as "
        + as.value().target()
        + (as.doubt().isPresent() ? ", perhaps (" : " (")
        + VARIABLE
        + "="
        + as.value().value()
        + as.doubt().map(doubt -> "; " + doubt).orElse("")
        + ")";
  }

  private String override(Support.Pretend as) {
    String set = RocmGpu.set(VARIABLE + "=" + as.value().value());
    return as.alone().isEmpty()
        ? set
        : set
            + ". Give the service this GPU only: "
            + gpu.ownNodes()
            + ". The variable holds for every GPU a process sees";
  }

  private String instead(Optional<String> last) {
    boolean vulkan = examined.service().on(Backend.VULKAN).isPresent();
    return (vulkan
            ? "Use the Vulkan backend instead"
            : "Use the CPU, or a program that computes with Vulkan")
        + last.map(each -> ", or " + each).orElse("");
  }

  private List<Trouble> troubles(Consumer consumer) {
    return GfxTable.load()
        .troubles(
            consumer,
            examined.service().version(),
            gfx,
            is(accelerator, Accelerator.Form.INTEGRATED));
  }

  private List<Trouble> everybodysTroubles() {
    return GfxTable.load().find(gfx).stream()
        .flatMap(target -> target.troubles().stream())
        .filter(each -> each.consumers().isEmpty())
        .toList();
  }

  private Finding trouble(Trouble trouble) {
    return about
        .warn("trouble-" + trouble.id(), trouble.what())
        .because(KnownRules.judged(examined, gfx))
        .remedy(trouble.remedy().replace(Trouble.PROOF, gpu.proof()))
        .source(trouble.source().citation());
  }

  /** It could compute, and would only be in the way of the one that should. */
  private Finding idle(Trouble trouble, RocmGpu better) {
    return about
        .fail("trouble-" + trouble.id(), trouble.what() + ", and a discrete GPU is there")
        .because("beside it: " + better.title())
        .remedy(
            better
                .visible()
                .map(id -> RocmGpu.set("ROCR_VISIBLE_DEVICES=" + id))
                .orElse("Give the service the other GPU only: " + better.ownNodes()))
        .source(trouble.source().citation());
  }

  /** No service is meant: what the known ones have in common. */
  private Finding anyConsumer() {
    Map<Consumer, Support> answers = new LinkedHashMap<>();
    Arrays.stream(Consumer.values())
        .forEach(consumer -> answers.put(consumer, support(consumer, Optional.empty())));
    String all =
        answers.entrySet().stream()
            .map(each -> each.getKey().label() + ": " + word(each.getValue()))
            .collect(Collectors.joining("; "));
    String sources =
        answers.values().stream().map(Support::source).distinct().collect(Collectors.joining("; "));
    return common(List.copyOf(answers.values())).because(all).source(sources);
  }

  private About.Statement common(List<Support> answers) {
    if (answers.stream().allMatch(each -> each instanceof Support.Native own && own.proven())) {
      return about.pass(ID, gpu.title() + " has kernels in every ROCm known here");
    }
    if (answers.stream().allMatch(Support.Impossible.class::isInstance)) {
      return about
          .fail(ID, "no current ROCm computes on " + gpu.title() + ", and no override helps")
          .remedy(instead(Optional.empty()));
    }
    List<Support.Pretend> pretences =
        answers.stream()
            .filter(Support.Pretend.class::isInstance)
            .map(Support.Pretend.class::cast)
            .toList();
    boolean same = pretences.stream().map(Support.Pretend::value).distinct().count() == 1;
    if (same && pretences.size() == answers.size()) {
      return about
          .warn(ID, gpu.title() + " " + pretence(pretences.getFirst()))
          .remedy(override(pretences.getFirst()));
    }
    return about
        .warn(ID, "whether and how it computes depends on the program: hearth doctor SERVICE")
        .remedy("hearth doctor  # says it for every service; hearth doctor ollama for one");
  }

  private static String word(Support support) {
    return switch (support) {
      case Support.Native own -> own.proven() ? "native" : "said to be native";
      case Support.Pretend as -> VARIABLE + "=" + as.value().value();
      case Support.Undecided _ -> "not known";
      case Support.Impossible _ -> "not possible";
    };
  }
}
