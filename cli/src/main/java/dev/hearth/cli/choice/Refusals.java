package dev.hearth.cli.choice;

import dev.hearth.inference.device.Provider;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.Backend;
import dev.hearth.planning.doctor.Usability;
import dev.hearth.server.spelling.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a wish cannot be obeyed, and what to type. */
final class Refusals {
  private static final String OR_CPU = "or --backend cpu";

  private final Offers offers;
  private final Gpus gpus;

  Refusals(Offers offers, Gpus gpus) {
    this.offers = offers;
    this.gpus = gpus;
  }

  ProblemException rocm() {
    return refusal(
        "The engine cannot compute with ROCm",
        "ONNX Runtime has no ROCm provider any more; MIGraphX took its place",
        "--backend vulkan, for which a GPU of AMD needs nothing but Mesa; or --backend migraphx");
  }

  ProblemException twoRuntimes(List<Provider> asked) {
    return refusal(
        "The engine cannot compute with " + labels(asked) + " at once",
        "a process holds one native runtime, and each of these is in another",
        "Set one of them for all tasks, or cpu beside it; or start one hearth for each, on ports of"
            + " their own.");
  }

  ProblemException namedTwice(String accelerator, List<Integer> ids) {
    return refusal(
        "Both accelerator and device_ids say which GPU computes",
        "accelerator is " + accelerator + ", device_ids is " + ids,
        "Remove one of them.");
  }

  ProblemException acceleratorForCpu(String accelerator) {
    return refusal(
        "The accelerator " + accelerator + " cannot compute",
        "device: cpu was asked for too",
        "Leave out one of them: --backend cpu, or --accelerator.");
  }

  ProblemException wrongProcessor(Provider provider) {
    return refusal(
        "There is no " + provider.label() + " runtime for " + offers.architecture(),
        "the packages it comes in hold it for x86-64 only",
        "--backend cpu");
  }

  /** No hardware for the provider. */
  ProblemException nothingFor(Provider provider) {
    return provider == Provider.VULKAN
        ? refusal(what(provider), withoutVulkan(), vulkanRemedy())
        : refusal(
            what(provider),
            gpus.hardware().isEmpty()
                ? "this machine has no GPU"
                : maker(provider) + " makes none of: " + labels(gpus.hardware(), Gpu::label),
            gpus.hardware().isEmpty() ? "--backend cpu" : "--backend vulkan, " + OR_CPU);
  }

  /** A GPU that was named, and a provider that is not for it. */
  ProblemException cannot(Provider provider, Gpu gpu) {
    if (provider != Provider.VULKAN) {
      return refusal(
          provider.label() + " cannot compute on " + gpu.label(),
          gpu.software()
              ? "it is a Vulkan device played by the processor"
              : "it is for GPUs of " + maker(provider) + " only",
          "--backend vulkan");
    }
    return refusal(
        "Vulkan cannot compute on " + gpu.label(), reason(gpu), remedy(gpu) + tryingSoftware());
  }

  ProblemException noSuchId(int id, Provider provider, List<Gpu> able) {
    return refusal(
        "There is no device " + id + " for " + provider.label(),
        "counted from 0 by PCI address there are: " + labels(able, Gpu::label),
        "Correct device_ids (MACHINE_LEARNING_DEVICE_IDS), or name one with --accelerator.");
  }

  ProblemException oneCardAProcess(Provider provider, List<Integer> ids) {
    return refusal(
        "The engine cannot compute on the devices " + ids + " at once with " + provider.label(),
        "a process is shown one GPU only",
        "Start one hearth for each, with --accelerator and --port of its own, and give Immich all"
            + " their URLs: it takes the next when one does not answer.");
  }

  ProblemException ambiguous(String word, List<Gpu> called) {
    return refusal(
        "\"" + word + "\" names " + called.size() + " accelerators",
        labels(called, Gpu::label),
        "Write the PCI address: --accelerator "
            + called.stream()
                .flatMap(gpu -> gpu.pci().stream())
                .findFirst()
                .map(Object::toString)
                .orElse("0000:03:00.0"));
  }

  ProblemException unknown(String word) {
    Optional<String> nearest =
        NearestName.of(word, gpus.all().stream().flatMap(Gpu::spellings).distinct().toList());
    return new ProblemException(
        new Problem(
            Problem.Kind.NOT_FOUND,
            "There is no accelerator " + word + " here",
            gpus.all().isEmpty()
                ? "this machine has no GPU" + trouble()
                : "there are: " + labels(gpus.all(), Gpu::label),
            nearest.map(near -> "Did you mean --accelerator \"" + near + "\"? ").orElse("")
                + "hearth detect lists them."));
  }

  /** The provider could compute here, were its runtime installed. */
  static Problem runtimeMissing(Provider provider) {
    boolean fetched = provider == Provider.VULKAN || provider == Provider.CUDA;
    return new Problem(
        Problem.Kind.UNAVAILABLE,
        what(provider),
        "the " + provider.label() + " runtime is not installed",
        "hearth runtimes install "
            + provider.key()
            + (fetched ? ", or start with --yes, which does it" : " --from PATH"));
  }

  static String whyNotInstalled(Provider provider) {
    return "auto: the "
        + provider.label()
        + " runtime is not installed; hearth runtimes install "
        + provider.key();
  }

  private static String what(Provider provider) {
    return "The engine cannot compute with " + provider.label() + " here";
  }

  private String withoutVulkan() {
    List<Gpu> hardware = gpus.hardware();
    if (!hardware.isEmpty()) {
      return hardware.getFirst().label() + ": " + reason(hardware.getFirst());
    }
    return gpus.software().isEmpty()
        ? "this machine has no GPU" + trouble()
        : "this machine has no GPU; " + labels(gpus.software(), Gpu::name) + " is the processor";
  }

  private String vulkanRemedy() {
    List<Gpu> hardware = gpus.hardware();
    String remedy =
        hardware.isEmpty()
            ? "Install the GPU's Vulkan driver, " + OR_CPU
            : remedy(hardware.getFirst());
    return remedy + tryingSoftware();
  }

  /** Why Vulkan does not work on a GPU: the doctor's word, or the drivers'. */
  private String reason(Gpu gpu) {
    if (gpu.onTrial()) {
      return "its driver calls itself not conformant, for testing only";
    }
    return usability(gpu)
        .map(Usability.NotUsable::text)
        .or(() -> offers.trouble().map(Problem::what))
        .orElse("its Vulkan driver does not offer it");
  }

  private String remedy(Gpu gpu) {
    if (gpu.onTrial()) {
      return "--backend cpu; to try it all the same: --accelerator \"" + gpu.name() + "\"";
    }
    return usability(gpu)
        .map(Usability.NotUsable::remedy)
        .or(() -> offers.trouble().map(Problem::remedy))
        .filter(remedy -> !remedy.isEmpty())
        .orElse("Install the GPU's Vulkan driver; hearth doctor hearth says which");
  }

  private Optional<Usability.NotUsable> usability(Gpu gpu) {
    return gpu.accelerator()
        .map(accelerator -> Usability.of(offers.survey(), accelerator).get(Backend.VULKAN))
        .filter(Usability.NotUsable.class::isInstance)
        .map(Usability.NotUsable.class::cast);
  }

  private String trouble() {
    return offers.trouble().map(problem -> "; " + problem.what()).orElse("");
  }

  /** Software is never offered as if it were a GPU; only for a try. */
  private String tryingSoftware() {
    return gpus.software().stream()
        .findFirst()
        .map(gpu -> gpu.name().split("[^A-Za-z0-9]+", 2)[0])
        .map(name -> ". To try Vulkan on the processor: --accelerator " + name)
        .orElse("");
  }

  private static String maker(Provider provider) {
    return switch (provider) {
      case CUDA -> "NVIDIA";
      case OPENVINO -> "Intel";
      case MIGRAPHX -> "AMD";
      case CPU, VULKAN -> "everybody";
    };
  }

  private static String labels(List<Provider> providers) {
    return providers.stream().map(Provider::label).collect(Collectors.joining(" and "));
  }

  private static String labels(List<Gpu> gpus, java.util.function.Function<Gpu, String> text) {
    return gpus.stream().map(text).collect(Collectors.joining(", "));
  }

  /** Not a wrong word but a no: the exit code is that of a machine that cannot. */
  private static ProblemException refusal(String what, String because, String remedy) {
    return new ProblemException(new Problem(Problem.Kind.UNAVAILABLE, what, because, remedy));
  }
}
