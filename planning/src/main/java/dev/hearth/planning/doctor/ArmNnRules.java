package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ArmNN on Mali: Arm's own kernel driver and its closed library. */
final class ArmNnRules implements BackendRules {
  private static final String DOCS = "Immich docs: hardware-accelerated machine learning, ARM NN";
  private static final String LIBRARY = "/usr/lib/libmali.so";
  private static final String VENDOR_KERNEL =
      "Use the board vendor's image, whose kernel has Arm's own driver; no setting of this kernel helps";

  @Override
  public Backend backend() {
    return Backend.ARMNN;
  }

  @Override
  public Optional<String> foreign(Accelerator accelerator) {
    return accelerator.vendor() == Vendor.ARM && accelerator.kind() == Accelerator.Kind.GPU
        ? Optional.empty()
        : Optional.of("ArmNN is for Arm's Mali GPUs");
  }

  @Override
  public List<DeviceNode> nodes(Accelerator accelerator) {
    return accelerator.nodes().stream().filter(node -> node.role() == Role.MALI).toList();
  }

  @Override
  public List<Finding> examine(Case examined, Accelerator accelerator) {
    List<Finding> findings = new ArrayList<>(MachineRules.examine(examined));
    Optional<DeviceNode> mali = accelerator.node(Role.MALI).filter(DeviceNode::present);
    findings.add(node(examined, accelerator, mali));
    mali.ifPresent(it ->
        findings.add(NodeAccess.of(examined, it, examined.about(accelerator), "node-access")));
    if (accelerator.details() instanceof Details.Mali details && !mainline(accelerator)) {
      findings.add(library(examined, accelerator, details));
      firmware(examined, accelerator, details).ifPresent(findings::add);
    }
    return findings;
  }

  private static Finding node(Case examined, Accelerator accelerator, Optional<DeviceNode> mali) {
    About about = examined.about(accelerator);
    if (mali.isPresent()) {
      return about
          .pass("mali-node", "/dev/mali0 is there")
          .because(Evidence.of(mali.get(), examined.account()))
          .source(DOCS);
    }
    String driver = accelerator.driver().orElse("");
    return mainline(accelerator)
        ? about
            .fail(
                "mali-node",
                "the kernel drives this GPU with " + driver + ", which has no /dev/mali0 for ArmNN")
            .because("bound driver: " + driver)
            .remedy(VENDOR_KERNEL)
            .source(DOCS)
        : about
            .fail("mali-node", "/dev/mali0 is missing, through which ArmNN computes")
            .because(
                accelerator
                    .node(Role.MALI)
                    .map(node -> Evidence.of(node.status()))
                    .orElse(Evidence.of("driver", accelerator.driver())))
            .remedy(VENDOR_KERNEL)
            .source(DOCS);
  }

  /** Linux' own drivers, with which neither Arm's library nor its firmware matters. */
  private static boolean mainline(Accelerator accelerator) {
    return accelerator.drivenBy("panfrost")
        || accelerator.drivenBy("panthor")
        || accelerator.drivenBy("lima");
  }

  private static Finding library(Case examined, Accelerator accelerator, Details.Mali details) {
    About about = examined.about(accelerator);
    return switch (details.libmali()) {
      case Reading.Known<String>(String path) when path.equals(LIBRARY) ->
          about.pass("libmali", "Arm's closed library is there").because(path).source(DOCS);
      case Reading.Known<String>(String path) ->
          about
              .fail(
                  "libmali",
                  "Arm's closed library is not where Immich's compose file takes it from")
              .because(path + ", not " + LIBRARY)
              .remedy("sudo ln -sT " + path + " " + LIBRARY)
              .source(DOCS);
      case Reading.Unknown<String>(String reason) ->
          about
              .fail("libmali", "Arm's closed library libmali.so is missing")
              .because(reason)
              .remedy("Install it from the board's vendor for this GPU, and put it at " + LIBRARY)
              .source(DOCS);
    };
  }

  /** Docker makes an empty folder of a file that is bound and missing. */
  private static Optional<Finding> notWanted(
      Case examined, Accelerator accelerator, Details.Mali details) {
    boolean compose = examined.service().supervisors().contains(Supervisor.COMPOSE);
    return !compose || details.csfFirmware().asOptional().isPresent()
        ? Optional.empty()
        : Optional.of(
            examined
                .about(accelerator)
                .warn(
                    "csf-firmware",
                    "this GPU has no mali_csffw.bin, which Immich's hwaccel.ml.yml binds")
                .because(Evidence.of(details.csfFirmware()))
                .remedy("Remove the line of mali_csffw.bin from hwaccel.ml.yml")
                .source("Immich: docker/hwaccel.ml.yml"));
  }

  /** GPUs with a command stream front end load firmware; the container binds the same file. */
  private static Optional<Finding> firmware(
      Case examined, Accelerator accelerator, Details.Mali details) {
    if (details.csf().asOptional().filter(csf -> !csf).isPresent()) {
      return notWanted(examined, accelerator, details);
    }
    About about = examined.about(accelerator);
    boolean certain = details.csf().asOptional().isPresent();
    return Optional.of(
        switch (details.csfFirmware()) {
          case Reading.Known<String>(String path) ->
              about.pass("csf-firmware", "its firmware is there").because(path).source(DOCS);
          case Reading.Unknown<String>(String reason) when certain ->
              about
                  .fail("csf-firmware", "its firmware mali_csffw.bin is missing")
                  .because(reason)
                  .remedy("Install it from the board's vendor at /lib/firmware/mali_csffw.bin")
                  .source(DOCS);
          case Reading.Unknown<String>(String reason) ->
              about
                  .skip("csf-firmware", "whether this GPU wants mali_csffw.bin is not known")
                  .because(reason + "; " + Evidence.of(details.csf()))
                  .source(DOCS);
        });
  }
}
