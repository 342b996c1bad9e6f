package dev.hearth.planning.plan;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.planning.Backend;
import dev.hearth.planning.doctor.RocmGpu;
import dev.hearth.planning.service.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The variables of a service, with why.
 *
 * @param choices what was chosen, or was asked for instead
 * @param advice on variables that are there already
 */
record EnvironmentChoice(List<Variable> variables, List<Choice> choices, List<String> advice) {

  static EnvironmentChoice of(Situation here, Ports ports) {
    return new Chooser(here).choose(ports);
  }

  /** Chooses. */
  private static final class Chooser {
    private final Situation here;
    private final Map<String, String> now;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final List<Choice> choices = new ArrayList<>();
    private final List<String> advice = new ArrayList<>();

    Chooser(Situation here) {
      this.here = here;
      this.now = here.question().present().map(Present::environment).orElse(Map.of());
    }

    EnvironmentChoice choose(Ports ports) {
      moved();
      GfxChoice gfx = GfxChoice.of(here);
      gfx.variable().ifPresent(this::put);
      choices.addAll(gfx.choices());
      if (gfx.variable().isEmpty() && here.backend() == Backend.ROCM) {
        stale(GfxChoice.VARIABLE);
      }
      visible().ifPresent(this::put);
      here.question().operation().settings().stream()
          .filter(each -> each.where().holds(here.circumstances()))
          .forEach(this::set);
      SeveralChoice.variables(here).forEach(this::put);
      port(ports);
      wished();
      return new EnvironmentChoice(List.copyOf(variables.values()), choices, advice);
    }

    private void put(Variable variable) {
      variables.put(variable.name(), variable);
    }

    /** Where another supervisor takes over, what its files said goes with it. */
    private void moved() {
      if (here.question().present().isPresent() && here.present().isEmpty()) {
        new TreeMap<>(now)
            .forEach((name, value) -> put(new Variable(name, value, "as it is set now")));
      }
    }

    private void stale(String name) {
      Optional.ofNullable(now.get(name))
          .filter(_ -> !here.wish().environment().containsKey(name))
          .ifPresent(value ->
              advice.add(
                  "Take "
                      + name
                      + "="
                      + value
                      + " out of its environment: this GPU has kernels of its own, which an"
                      + " override can break"));
    }

    private void set(Setting setting) {
      String cores = String.valueOf(here.circumstances().cores());
      String value = setting.value().replace("{cores}", cores);
      String because = setting.because().replace("{cores}", cores);
      Optional<String> own = Optional.ofNullable(now.get(setting.name()));
      if (setting.keep() && own.filter(it -> !it.equals(value)).isPresent()) {
        choices.add(
            new Choice(
                setting.name(),
                own.get(),
                "it is set so already; otherwise " + value + ", since " + because,
                "--set " + setting.name() + "=" + value));
        put(new Variable(setting.name(), own.get(), "as it is set now"));
        return;
      }
      put(new Variable(setting.name(), value, because));
    }

    /** On the host itself a process sees all GPUs, and must be told which are meant. */
    private Optional<Variable> visible() {
      if (here.container() || here.backend() == Backend.CPU) {
        return Optional.empty();
      }
      return switch (here.backend()) {
        case ROCM -> others(Vendor.AMD) ? rocm() : Optional.empty();
        case CUDA -> others(Vendor.NVIDIA) ? cuda() : Optional.empty();
        case CPU, OPENVINO, ARMNN, RKNN, VULKAN -> Optional.empty();
      };
    }

    private boolean others(Vendor vendor) {
      return AccessChoice.unused(here).stream()
          .anyMatch(each -> each.vendor() == vendor && each.kind() == Accelerator.Kind.GPU);
    }

    private Optional<Variable> rocm() {
      List<String> ids =
          here.accelerators().stream()
              .flatMap(each -> new RocmGpu(each, each.architecture().orElse("")).visible().stream())
              .toList();
      return all("ROCR_VISIBLE_DEVICES", ids);
    }

    private Optional<Variable> cuda() {
      List<String> ids =
          here.accelerators().stream()
              .map(Accelerator::details)
              .filter(Details.Nvidia.class::isInstance)
              .map(Details.Nvidia.class::cast)
              .flatMap(each -> each.uuid().asOptional().stream())
              .toList();
      return all("CUDA_VISIBLE_DEVICES", ids);
    }

    private Optional<Variable> all(String name, List<String> ids) {
      return ids.size() < here.accelerators().size()
          ? Optional.empty()
          : Optional.of(
              new Variable(name, String.join(",", ids), "hides the other GPUs from the service"));
    }

    /** A service on the host's own network is moved by its variable. */
    private void port(Ports ports) {
      here.wish()
          .port()
          .filter(_ -> here.hostNetwork())
          .flatMap(port ->
              here.question()
                  .operation()
                  .portVariable()
                  .map(name ->
                      new Variable(
                          name,
                          name.endsWith("HOST") ? "0.0.0.0:" + port : String.valueOf(port),
                          "the port you asked for")))
          .filter(_ -> ports.moved().isPresent())
          .ifPresent(this::put);
    }

    private void wished() {
      new TreeMap<>(here.wish().environment())
          .forEach((name, value) -> {
            Optional<Variable> own = Optional.ofNullable(variables.get(name));
            String instead =
                own.filter(it -> !it.value().equals(value))
                    .map(it -> "; it would be " + it.value() + ", since " + it.reason())
                    .orElse("");
            choices.add(
                new Choice(
                    name, value.isEmpty() ? "left out" : value, "you asked for it" + instead, ""));
            if (value.isEmpty()) {
              variables.remove(name);
            } else {
              put(new Variable(name, value, ""));
            }
          });
    }
  }
}
