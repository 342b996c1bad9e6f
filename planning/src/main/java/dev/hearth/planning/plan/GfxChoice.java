package dev.hearth.planning.plan;

import dev.hearth.planning.Backend;
import dev.hearth.planning.gfx.Consumer;
import dev.hearth.planning.gfx.GfxTable;
import dev.hearth.planning.gfx.OverrideValue;
import dev.hearth.planning.gfx.Support;
import dev.hearth.planning.service.BackendSupport;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an AMD GPU pretends to be, where the service's ROCm has no kernels for it.
 *
 * @param variable to set; empty where it is itself
 * @param choices with reasons
 */
record GfxChoice(Optional<Variable> variable, List<Choice> choices) {
  static final String VARIABLE = "HSA_OVERRIDE_GFX_VERSION";

  static GfxChoice of(Situation here) {
    Optional<Consumer> consumer =
        here.question().service().on(here.backend()).flatMap(BackendSupport::gfx);
    if (here.backend() != Backend.ROCM || consumer.isEmpty()) {
      return new GfxChoice(Optional.empty(), List.of());
    }
    return here.gfx().stream()
        .sorted()
        .map(gfx -> of(here, consumer.get(), gfx))
        .filter(each -> each.variable().isPresent() || !each.choices().isEmpty())
        .findFirst()
        .orElse(new GfxChoice(Optional.empty(), List.of()));
  }

  private static GfxChoice of(Situation here, Consumer consumer, String gfx) {
    Set<String> others = new HashSet<>(here.gfx());
    others.remove(gfx);
    Support support =
        GfxTable.load().support(consumer, here.question().service().version(), gfx, others);
    return switch (support) {
      case Support.Pretend as when as.alone().isEmpty() ->
          new GfxChoice(
              Optional.of(new Variable(VARIABLE, as.value().value(), pretended(gfx, as))),
              List.of(
                  new Choice(
                      VARIABLE,
                      as.value().value(),
                      as.reason() + as.doubt().map(doubt -> "; " + doubt).orElse(""),
                      "--set " + VARIABLE + "=")));
      case Support.Pretend as ->
          none(gfx, "it would be wrong for " + as.alone().orElse("") + ", which is used too", "");
      case Support.Native own when !own.proven() ->
          none(
              gfx,
              own.reason(),
              own.otherwise()
                  .map(OverrideValue::value)
                  .map(value -> "should it fail: --set " + VARIABLE + "=" + value)
                  .orElse(""));
      case Support.Native _, Support.Impossible _, Support.Undecided _ ->
          new GfxChoice(Optional.empty(), List.of());
    };
  }

  private static String pretended(String gfx, Support.Pretend as) {
    return gfx + " has no kernels of its own there, those of " + as.value().target() + " run";
  }

  private static GfxChoice none(String gfx, String reason, String otherwise) {
    return new GfxChoice(
        Optional.empty(), List.of(new Choice(VARIABLE, "unset (" + gfx + ")", reason, otherwise)));
  }
}
