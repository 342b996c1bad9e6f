package dev.hearth.machine.accelerator;

/** Who made an accelerator. */
public enum Vendor {
  AMD("AMD"),
  NVIDIA("NVIDIA"),
  INTEL("Intel"),
  ARM("Arm"),
  ROCKCHIP("Rockchip"),
  /** Known to be a GPU or NPU, of a maker that no backend here is for. */
  OTHER("other");

  private final String label;

  Vendor(String label) {
    this.label = label;
  }

  /** As people write it. */
  public String label() {
    return label;
  }
}
