package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
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

/** Whether there are kernels for a gfx target, native or by pretending to be another. */
final class GfxRules {
  private static final String ID = "gfx-target";
  private static final String VARIABLE = "HSA_OVERRIDE_GFX_VERSION";

  private final Case examined;
  private final Accelerator accelerator;
  private final About about;
  private final String gfx;

  private GfxRules(Case examined, Accelerator accelerator, String gfx) {
    this.examined = examined;
    this.accelerator = accelerator;
    this.about = examined.about(accelerator);
    this.gfx = gfx;
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
    if (consumer.isEmpty()) {
      return List.of(anyConsumer());
    }
    Support support = support(consumer.get(), examined.service().version());
    List<Finding> findings = new ArrayList<>();
    findings.add(finding(support));
    if (!(support instanceof Support.Impossible)) {
      troubles(consumer.get()).forEach(each -> findings.add(trouble(each)));
    }
    return findings;
  }

  private Support support(Consumer consumer, Optional<Version> version) {
    return GfxTable.load().support(consumer, version, gfx, others());
  }

  /** The targets of the machine's other AMD GPUs, which one process sees as well. */
  private Set<String> others() {
    return examined.survey().accelerators().stream()
        .filter(other -> other.vendor() == Vendor.AMD && other.kind() == Accelerator.Kind.GPU)
        .filter(other -> !other.id().equals(accelerator.id()))
        .flatMap(other -> other.architecture().asOptional().stream())
        .collect(Collectors.toSet());
  }

  private Finding finding(Support support) {
    return switch (support) {
      case Support.Native own when own.proven() ->
          statement(Status.PASS, own, "has kernels of its own");
      case Support.Native own ->
          statement(
              Status.WARN,
              own,
              "should be covered, which is not certain",
              "Start without "
                  + VARIABLE
                  + " and prove it: hearth verify"
                  + own.otherwise()
                      .map(value -> ". Should it fail: " + VARIABLE + "=" + value.value())
                      .orElse(""));
      case Support.Pretend as -> statement(Status.WARN, as, pretence(as), override(as));
      case Support.Impossible no ->
          statement(Status.FAIL, no, "cannot compute with ROCm here", instead());
      case Support.Undecided open ->
          statement(
              Status.WARN,
              open,
              "may or may not compute: nobody has looked",
              "Try it, and prove it: hearth verify");
    };
  }

  private Finding statement(Status status, Support support, String what, String... remedy) {
    String sentence = gfx + " " + what;
    About.Statement statement =
        switch (status) {
          case PASS -> about.pass(ID, sentence);
          case WARN -> about.warn(ID, sentence);
          case SKIP -> about.skip(ID, sentence);
          case FAIL -> about.fail(ID, sentence);
        };
    return statement
        .because(evidence(support))
        .remedy(String.join("", remedy))
        .source(support.source());
  }

  private String evidence(Support support) {
    String alone =
        support instanceof Support.Pretend as
            ? as.alone()
                .map(broken -> "; it would be wrong for the machine's other GPUs: " + broken)
                .orElse("")
            : "";
    return support.reason() + alone;
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
    String set = "Set " + VARIABLE + "=" + as.value().value() + " in the service's environment";
    return as.alone().isEmpty()
        ? set
        : set
            + ", and give the service this GPU only: /dev/kfd and "
            + accelerator.node(Role.RENDER).map(DeviceNode::path).orElse("its own render node")
            + ". The variable holds for every GPU a process sees";
  }

  private String instead() {
    boolean vulkan = examined.service().on(dev.hearth.planning.Backend.VULKAN).isPresent();
    return vulkan
        ? "Use the Vulkan backend instead"
        : "Use the CPU, or a program that computes with Vulkan";
  }

  private List<Trouble> troubles(Consumer consumer) {
    boolean integrated =
        accelerator.form().asOptional().filter(Accelerator.Form.INTEGRATED::equals).isPresent();
    return GfxTable.load().troubles(consumer, examined.service().version(), gfx, integrated);
  }

  private Finding trouble(Trouble trouble) {
    return about
        .warn("trouble-" + trouble.id(), trouble.what())
        .because(
            examined.service().title()
                + examined.service().version().map(version -> " " + version).orElse("")
                + " on "
                + gfx)
        .remedy(trouble.remedy())
        .source(trouble.source().citation());
  }

  /** No service is meant: the best that any of the known ones makes of it. */
  private Finding anyConsumer() {
    Map<Consumer, Support> answers = new LinkedHashMap<>();
    Arrays.stream(Consumer.values())
        .forEach(consumer -> answers.put(consumer, support(consumer, Optional.empty())));
    String all =
        answers.entrySet().stream()
            .map(each -> each.getKey().label() + ": " + word(each.getValue()))
            .collect(Collectors.joining("; "));
    return depends(List.copyOf(answers.values()))
        .because(all)
        .source(answers.values().iterator().next().source());
  }

  private About.Statement depends(List<Support> answers) {
    if (answers.stream().allMatch(each -> each instanceof Support.Native own && own.proven())) {
      return about.pass(ID, gfx + " has kernels in every ROCm known here");
    }
    if (answers.stream().allMatch(Support.Impossible.class::isInstance)) {
      return about
          .fail(ID, gfx + " computes with no ROCm known here, and no override helps")
          .remedy(instead());
    }
    Optional<Support.Pretend> pretend =
        answers.stream()
            .filter(Support.Pretend.class::isInstance)
            .map(Support.Pretend.class::cast)
            .findFirst();
    return about
        .warn(
            ID,
            pretend
                .map(as -> gfx + " " + pretence(as))
                .orElse(gfx + " computes with the ROCm of some programs and not of others"))
        .remedy(
            pretend
                .map(this::override)
                .orElse("Ask about the program you mean: hearth doctor SERVICE"));
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
