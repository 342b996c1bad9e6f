package dev.hearth.evidence.sample;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.usage.ServiceMarks;
import dev.hearth.planning.Backend;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom a verification is about.
 *
 * @param service its id: immich-ml
 * @param backend where it should compute
 * @param accelerators on which of them, at least one
 * @param marks how its processes are known
 */
public record Subject(
    String service, Backend backend, List<Accelerator> accelerators, ServiceMarks marks) {
  public Subject {
    accelerators = List.copyOf(accelerators);
  }

  /** The addresses of those on PCI. */
  public Set<PciAddress> addresses() {
    return accelerators.stream()
        .flatMap(each -> each.pci().stream())
        .map(identity -> identity.address())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The ids under which KFD accounts for them. */
  public Set<Long> gpuIds() {
    return accelerators.stream()
        .map(Accelerator::details)
        .flatMap(details ->
            details instanceof Details.Amd amd
                ? amd.gpuId().asOptional().stream()
                : Optional.<Long>empty().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether one of them is of this vendor. */
  public boolean has(Vendor vendor) {
    return accelerators.stream().anyMatch(each -> each.vendor() == vendor);
  }

  /** Whether all of them have no memory of their own. */
  public boolean integrated() {
    return accelerators.stream()
        .allMatch(each -> each.form().equals(Reading.known(Form.INTEGRATED)));
  }

  /** Whether one of them is of this architecture. */
  public boolean is(String architecture) {
    return accelerators.stream()
        .anyMatch(each -> each.architecture().equals(Reading.known(architecture)));
  }
}
