package dev.hearth.cli.report;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.survey.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A survey as a screen that is read in five seconds. */
public final class SurveyText {
  private static final int INDENT = 15;
  private static final int BACKENDS = 4;

  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private SurveyText(Paint paint) {
    this.paint = paint;
  }

  /** The screen's lines, none wider than a terminal but for a path or a command. */
  public static List<String> of(
      Survey survey, Function<Accelerator, List<BackendLine>> backends, Paint paint) {
    SurveyText text = new SurveyText(paint);
    text.computer(survey.host());
    for (List<Accelerator> alike : Alike.groups(survey.accelerators(), backends)) {
      text.lines.add("");
      text.accelerator(alike, backends.apply(alike.getFirst()));
    }
    if (survey.accelerators().isEmpty()) {
      text.lines.add("");
      text.none(survey.host());
    }
    return List.copyOf(text.lines);
  }

  /** The computer in two lines. */
  public static List<String> computer(Host host, Paint paint) {
    SurveyText text = new SurveyText(paint);
    text.computer(host);
    return List.copyOf(text.lines);
  }

  private void computer(Host host) {
    List<String> parts = new ArrayList<>();
    parts.add(host.system().prettyName().orElse("Linux"));
    host.system().kernel().asOptional().ifPresent(kernel -> parts.add("kernel " + kernel));
    if (host.system().wsl()) {
      parts.add("WSL2");
    }
    host.system().container().asOptional().ifPresent(in -> parts.add("inside " + in));
    host.system().hypervisor().asOptional().ifPresent(by -> parts.add("virtual (" + by + ")"));
    lines.addAll(Wrapped.labelled("Computer", String.join(", ", parts), INDENT));
    List<String> chip = new ArrayList<>();
    host.processor().model().asOptional().ifPresent(chip::add);
    host.processor().threads().asOptional().ifPresent(count -> chip.add(count + " threads"));
    lines.addAll(Wrapped.lines(String.join(", ", chip), INDENT));
    lines.addAll(
        Wrapped.lines(
            host.memory().total().map(total -> Sizes.of(total) + " RAM").orElse("RAM unknown")
                + host.memory().available().map(free -> ", " + Sizes.of(free) + " free").orElse(""),
            INDENT));
  }

  private void accelerator(List<Accelerator> alike, List<BackendLine> backends) {
    Accelerator first = alike.getFirst();
    String label = first.kind().name() + (alike.size() == 1 ? "" : " ×" + alike.size());
    List<String> title = Wrapped.labelled(label, title(first), INDENT);
    lines.add(label + " ".repeat(INDENT - label.length()) + paint.bold(after(title.getFirst())));
    lines.addAll(title.subList(1, title.size()));
    lines.addAll(Wrapped.lines(String.join(", ", facts(first)), INDENT));
    lines.addAll(Wrapped.lines(alike.size() == 1 ? paths(first) : range(alike), INDENT));
    backends.forEach(this::backend);
    if (backends.isEmpty()) {
      lines.addAll(Wrapped.lines("No service here has a backend for it.", INDENT));
    }
  }

  /** Partitions of one card differ in their numbers only. */
  private static String range(List<Accelerator> alike) {
    Accelerator first = alike.getFirst();
    Accelerator last = alike.getLast();
    String shared = first.node(DeviceNode.Role.KFD).map(node -> "  " + node.path()).orElse("");
    String nodes = render(first) + " to " + render(last) + shared;
    return first.id() + " to " + last.id() + "  " + nodes;
  }

  private static String render(Accelerator each) {
    return each.node(DeviceNode.Role.RENDER).map(DeviceNode::path).orElse("no render node");
  }

  private static String after(String line) {
    return line.substring(INDENT);
  }

  private static String title(Accelerator each) {
    String unnamed = each.pci().map(pci -> "PCI " + pci.ids()).orElse(each.kind().name());
    String name = each.name().orElse(unnamed);
    String maker = each.vendor() == Vendor.OTHER ? "" : each.vendor().label();
    return name.toLowerCase(Locale.ROOT).contains(maker.toLowerCase(Locale.ROOT))
        ? name
        : maker + " " + name;
  }

  private static List<String> facts(Accelerator each) {
    List<String> facts = new ArrayList<>();
    each.architecture()
        .map(code -> each.vendor() == Vendor.NVIDIA ? "compute capability " + code : code)
        .asOptional()
        .ifPresent(facts::add);
    each.form().map(SurveyJson::word).asOptional().ifPresent(facts::add);
    each.computeUnits().asOptional().ifPresent(count -> facts.add(count + " compute units"));
    memory(each).ifPresent(facts::add);
    facts.add(
        switch (each.driver()) {
          case Reading.Known<String>(String driver) -> "driver " + driver;
          case Reading.Unknown<String> _ -> "no driver bound";
        });
    return facts;
  }

  private static Optional<String> memory(Accelerator each) {
    Reading<Long> dedicated = each.memory().dedicated();
    Reading<Long> shared = each.memory().shared();
    boolean integrated =
        each.form().asOptional().filter(Accelerator.Form.INTEGRATED::equals).isPresent();
    if (integrated) {
      String carved = dedicated.map(bytes -> Sizes.of(bytes) + " carved out").orElse("");
      String lent = shared.map(bytes -> Sizes.of(bytes) + " of RAM shared").orElse("");
      String both = carved.isEmpty() || lent.isEmpty() ? carved + lent : carved + " + " + lent;
      return both.isEmpty() ? Optional.empty() : Optional.of(both);
    }
    return Optional.of(
        dedicated
            .map(bytes -> Sizes.of(bytes) + " VRAM")
            .or(() ->
                each.memory().visible().map(bytes -> "VRAM unknown, at most " + Sizes.of(bytes)))
            .orElse("VRAM unknown"));
  }

  private String paths(Accelerator each) {
    String nodes =
        each.nodes().stream()
            // Displays open the card nodes; nothing that computes does.
            .filter(node -> node.present() && node.role() != DeviceNode.Role.CARD)
            .map(node -> node.path() + (node.usable() ? "" : " (no access)"))
            .collect(Collectors.joining("  "));
    return each.id() + (nodes.isEmpty() ? "" : "  " + nodes);
  }

  private void backend(BackendLine backend) {
    String word = backend.usable() ? "usable" : "no";
    String label = " ".repeat(BACKENDS) + backend.backend();
    String because = backend.because().isEmpty() ? "" : ": " + backend.because();
    List<String> said = Wrapped.labelled(label, word + because, INDENT);
    String first = after(said.getFirst()).substring(word.length());
    String coloured = backend.usable() ? paint.good(word) : paint.doubtful(word);
    lines.add(label + " ".repeat(INDENT - label.length()) + coloured + first);
    lines.addAll(said.subList(1, said.size()));
    if (!backend.usable() && !backend.remedy().isEmpty()) {
      lines.addAll(RemedyText.of(backend.remedy(), INDENT));
    }
  }

  private void none(Host host) {
    String where =
        host.system()
            .hypervisor()
            .map(by ->
                "This is a virtual machine (" + by + "): a GPU must be passed through to it. ")
            .orElse("");
    lines.addAll(
        Wrapped.labelled(
            "Accelerators",
            "none found. " + where + "Hearth computes on the CPU: hearth up",
            INDENT));
  }
}
