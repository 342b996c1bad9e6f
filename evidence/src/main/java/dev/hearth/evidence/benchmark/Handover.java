package dev.hearth.evidence.benchmark;

/** What happens around the turns of a service that shares its server with its twin. */
public interface Handover {
  /** Whether the other's turn took its model away, so that a turn begins with loading it. */
  boolean reloads();

  /** Takes away what the other left, before the model is loaded. */
  void before();

  /** Looks whether what was loaded is what is to be measured, and says so loudly if not. */
  void loaded();

  /** Of a server of its own: nothing. */
  static Handover none() {
    return new Handover() {
      @Override
      public boolean reloads() {
        return false;
      }

      @Override
      public void before() {
        // Nobody was there.
      }

      @Override
      public void loaded() {
        // It was loaded all the time.
      }
    };
  }
}
