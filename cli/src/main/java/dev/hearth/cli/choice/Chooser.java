package dev.hearth.cli.choice;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.engine.Computing;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.server.settings.Devices;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides one {@link DeviceChoice}; refusals are thrown. */
final class Chooser {
  /**
   * What {@code auto} prefers where several could compute. The first three are made by the GPU's
   * maker, and are there only because somebody installed them; Vulkan is for all.
   */
  private static final List<Provider> PREFERENCE =
      List.of(Provider.CUDA, Provider.MIGRAPHX, Provider.OPENVINO, Provider.VULKAN);

  private final Wishes wishes;
  private final Offers offers;
  private final Gpus gpus;
  private final Refusals refusals;

  Chooser(Wishes wishes, Offers offers) {
    this.wishes = wishes;
    this.offers = offers;
    this.gpus = Gpus.of(offers);
    this.refusals = new Refusals(offers, gpus);
  }

  /** One provider's devices, and why they were taken. */
  private record Group(Provider provider, List<Gpu> gpus, List<Device> devices, String because) {
    private Optional<VulkanAdapter> adapter() {
      return provider == Provider.VULKAN ? gpus.getFirst().adapter() : Optional.empty();
    }
  }

  DeviceChoice choose() {
    if (wishes.anyIs(Devices.ROCM)) {
      throw refusals.rocm();
    }
    List<Provider> asked = wishes.providers();
    if (asked.size() > 1) {
      throw refusals.twoRuntimes(asked);
    }
    if (wishes.accelerator().isPresent() && !wishes.ids().isEmpty()) {
      throw refusals.namedTwice(wishes.accelerator().get(), wishes.ids());
    }
    if (asked.isEmpty() && !wishes.anyIs(Devices.AUTO)) {
      wishes
          .accelerator()
          .ifPresent(word -> {
            throw refusals.acceleratorForCpu(word);
          });
      return onCpu("as set");
    }
    return asked.isEmpty() ? best() : needed(group(asked.getFirst()));
  }

  /** {@code auto}: the accelerator that was named, or the best there is, or the processor. */
  private DeviceChoice best() {
    Optional<Gpu> named = wishes.accelerator().map(this::named);
    if (named.isPresent()) {
      Provider provider =
          preferred(each -> Gpus.canServe(named.get(), each))
              .orElseThrow(() -> refusals.cannot(Provider.VULKAN, named.get()));
      return needed(group(provider));
    }
    Optional<Provider> provider = preferred(each -> !gpus.with(each).isEmpty());
    return provider.isEmpty() ? onCpu(whyCpu()) : needed(group(provider.get()));
  }

  /** Vulkan where it can be had, even if its runtime is still to be installed. */
  private Optional<Provider> preferred(Predicate<Provider> serves) {
    return PREFERENCE.stream().filter(this::canBeHad).filter(serves).findFirst();
  }

  private boolean canBeHad(Provider provider) {
    return offers.installed().contains(provider)
        || (provider == Provider.VULKAN && offers.fetchable());
  }

  private String whyCpu() {
    if (gpus.hardware().isEmpty()) {
      return "auto: this machine has no GPU";
    }
    return gpus.with(Provider.VULKAN).isEmpty()
        ? "auto: no GPU with a usable Vulkan driver; hearth doctor says why"
        : "auto: the Vulkan runtime is made for x86-64 only";
  }

  /** The devices of a provider that was asked for, or that auto came to. */
  private Group group(Provider provider) {
    if (!canBeHad(provider) && !offers.fetchable() && fetched(provider)) {
      throw refusals.wrongProcessor(provider);
    }
    Optional<Gpu> named = wishes.accelerator().map(this::named);
    if (named.isPresent()) {
      return ofNamed(provider, named.get());
    }
    List<Gpu> able = gpus.with(provider);
    if (able.isEmpty()) {
      throw refusals.nothingFor(provider);
    }
    if (!wishes.ids().isEmpty()) {
      return ofIds(provider, able);
    }
    Gpu best = able.stream().filter(Gpu::discrete).findFirst().orElse(able.getFirst());
    return group(provider, able, List.of(best), why(provider, best, able.size()));
  }

  private static boolean fetched(Provider provider) {
    return provider == Provider.VULKAN || provider == Provider.CUDA;
  }

  private Group ofNamed(Provider provider, Gpu named) {
    if (!Gpus.canServe(named, provider)) {
      throw refusals.cannot(provider, named);
    }
    return group(provider, gpus.with(provider), List.of(named), "the accelerator that was named");
  }

  private Group ofIds(Provider provider, List<Gpu> able) {
    for (int id : wishes.ids()) {
      if (id >= able.size()) {
        throw refusals.noSuchId(id, provider, able);
      }
    }
    if (provider != Provider.CUDA && wishes.ids().size() > 1) {
      throw refusals.oneCardAProcess(provider, wishes.ids());
    }
    List<Gpu> chosen = wishes.ids().stream().map(able::get).toList();
    return group(provider, able, chosen, "by device_ids");
  }

  private static Group group(Provider provider, List<Gpu> able, List<Gpu> chosen, String because) {
    List<Device> devices =
        chosen.stream().map(gpu -> gpu.device(provider, Math.max(0, able.indexOf(gpu)))).toList();
    return new Group(provider, chosen, devices, because);
  }

  private static String why(Provider provider, Gpu best, int able) {
    if (able == 1) {
      return "the only GPU that " + provider.label() + " can use";
    }
    return best.discrete()
        ? "the first discrete one of " + able + " GPUs"
        : "the first of " + able + " GPUs";
  }

  private Gpu named(String word) {
    List<Gpu> called = gpus.called(word);
    if (called.size() > 1) {
      throw refusals.ambiguous(word, called);
    }
    return called.stream().findFirst().orElseThrow(() -> refusals.unknown(word));
  }

  private DeviceChoice needed(Group group) {
    DeviceChoice.Chosen then =
        new DeviceChoice.Chosen(computing(group), group.provider(), group.adapter());
    if (offers.installed().contains(group.provider())) {
      return then;
    }
    Optional<DeviceChoice.Chosen> otherwise =
        wishes.insists()
            ? Optional.empty()
            : Optional.of(onCpu(Refusals.whyNotInstalled(group.provider())));
    return new DeviceChoice.NeedsRuntime(then, otherwise);
  }

  private Computing computing(Group group) {
    boolean named = wishes.accelerator().isPresent();
    Map<Task, Computing.Choice> choices = new EnumMap<>(Task.class);
    for (Task task : Task.values()) {
      String word = wishes.word(task);
      boolean auto = word.equals(Devices.AUTO);
      choices.put(
          task,
          word.equals(Provider.CPU.key())
              ? new Computing.Choice(List.of(Device.CPU), false, "as set")
              : new Computing.Choice(
                  group.devices(),
                  auto && !named,
                  (auto ? "auto: " : "as set; ") + group.because()));
    }
    return new Computing(choices);
  }

  private DeviceChoice.Chosen onCpu(String because) {
    Map<Task, Computing.Choice> choices = new EnumMap<>(Task.class);
    for (Task task : Task.values()) {
      boolean auto = wishes.word(task).equals(Devices.AUTO);
      choices.put(
          task, new Computing.Choice(List.of(Device.CPU), false, auto ? because : "as set"));
    }
    return new DeviceChoice.Chosen(new Computing(choices), Provider.CPU, Optional.empty());
  }
}
