package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Version;
import dev.hearth.planning.service.Minimum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** RKNN on Rockchip's NPU: the system on chip, the vendor's driver and its version. */
final class RknnRules implements BackendRules {
  private static final String DOCS = "Immich docs: hardware-accelerated machine learning, RKNN";
  private static final String VENDOR_KERNEL =
      "Use the board vendor's image, whose kernel has Rockchip's rknpu driver";

  @Override
  public Backend backend() {
    return Backend.RKNN;
  }

  @Override
  public Optional<String> foreign(Accelerator accelerator) {
    return accelerator.vendor() == Vendor.ROCKCHIP && accelerator.kind() == Accelerator.Kind.NPU
        ? Optional.empty()
        : Optional.of("RKNN is for Rockchip's NPUs");
  }

  @Override
  public List<DeviceNode> nodes(Accelerator accelerator) {
    return accelerator.nodes().stream().filter(node -> node.role() == Role.RENDER).toList();
  }

  @Override
  public List<Finding> examine(Case examined, Accelerator accelerator) {
    List<Finding> findings = new ArrayList<>(MachineRules.examine(examined));
    Finding driver =
        new DriverRule(
                Set.of("RKNPU", "rknpu"),
                Map.of("rocket", "Linux' own driver, which the RKNN runtime cannot use"),
                VENDOR_KERNEL,
                DOCS)
            .examine(examined, accelerator);
    findings.add(driver);
    if (accelerator.details() instanceof Details.Rockchip npu) {
      soc(examined, accelerator, npu).ifPresent(findings::add);
      if (!driver.failed()) {
        version(examined, accelerator, npu).ifPresent(findings::add);
        findings.addAll(RenderNode.examine(examined, accelerator, DOCS));
        if (findings.stream().noneMatch(Finding::failed)) {
          threads(examined, accelerator, npu).ifPresent(findings::add);
        }
      }
    }
    return findings;
  }

  private static Optional<Finding> soc(
      Case examined, Accelerator accelerator, Details.Rockchip npu) {
    About about = examined.about(accelerator);
    return examined
        .requirements()
        .socs()
        .map(known -> {
          String source = known.source().citation();
          String list = String.join(", ", known.value());
          return switch (npu.soc()) {
            case Reading.Known<String>(String soc)
                when known.value().stream().anyMatch(soc::contains) ->
                about.pass("soc", "the RKNN runtime knows this chip").because(soc).source(source);
            case Reading.Known<String>(String soc) ->
                about
                    .fail("soc", "there are models for " + list + " only, this is " + soc)
                    .because("/proc/device-tree/compatible: " + String.join(", ", npu.compatible()))
                    .remedy("Use the CPU, or the GPU of this chip")
                    .source(source);
            case Reading.Unknown<String>(String reason) ->
                about
                    .skip("soc", "there are models for " + list + "; this chip is not known")
                    .because(reason)
                    .source(source);
          };
        });
  }

  private static Optional<Finding> version(
      Case examined, Accelerator accelerator, Details.Rockchip npu) {
    return examined
        .requirements()
        .driver()
        .map(least -> version(examined.about(accelerator), npu.driverVersion(), least));
  }

  private static Finding version(About about, Reading<String> reading, Minimum<Version> least) {
    String source = least.source().citation();
    String wanted = "at least " + least.value();
    Optional<Version> here = reading.asOptional().flatMap(Version::parse);
    if (here.isEmpty()) {
      return about
          .skip(
              "driver-version", "the rknpu driver must be " + wanted + "; its version is not known")
          .because(Evidence.of(reading))
          .remedy("sudo cat /sys/kernel/debug/rknpu/version  # root can see it")
          .source(source);
    }
    String evidence = "rknpu driver " + here.get();
    return here.get().atLeast(least.value())
        ? about
            .pass("driver-version", "the rknpu driver is new enough, " + wanted)
            .because(evidence)
            .source(source)
        : about
            .fail("driver-version", "the rknpu driver is too old, it must be " + wanted)
            .because(evidence)
            .remedy("Update the board vendor's kernel to one with rknpu " + least.value())
            .source(source);
  }

  /** Advice, not a need: one core is used until told otherwise. */
  private static Optional<Finding> threads(
      Case examined, Accelerator accelerator, Details.Rockchip npu) {
    return npu.cores()
        .asOptional()
        .filter(cores -> cores > 1)
        .map(cores ->
            examined
                .about(accelerator)
                .pass("threads", "the NPU has " + cores + " cores; Immich uses one until told")
                .because("NPU cores of " + npu.soc().orElse("this chip") + ": " + cores)
                .remedy("Set MACHINE_LEARNING_RKNN_THREADS=" + cores + " in Immich's environment")
                .source(DOCS));
  }
}
