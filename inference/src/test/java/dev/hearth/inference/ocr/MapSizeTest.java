package dev.hearth.inference.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapSizeTest {
  private static final long PLENTY = 100_000_000;

  @ParameterizedTest
  @CsvSource({
    "1440, 960, 736, 1088, 736",
    "960, 1440, 736, 736, 1088",
    "451, 300, 736, 448, 288",
    "1440, 1256, 736, 832, 736",
    "33, 32, 736, 32, 32",
    "3000, 3000, 100, 96, 96"
  })
  void theShorterSideIsLimitedAndBothAreMultiplesOf32(
      int width, int height, int maxResolution, int mapWidth, int mapHeight) {
    assertThat(MapSize.of(width, height, maxResolution, PLENTY))
        .isEqualTo(new MapSize(mapWidth, mapHeight));
  }

  @Test
  void halfOfAMultipleGoesToTheEvenOneAsPythonRounds() {
    assertThat(MapSize.of(80, 48, 736, PLENTY)).isEqualTo(new MapSize(64, 64));
  }

  @Test
  void aPanoramaIsShrunkIntoTheBudgetAndKeepsItsShape() {
    MapSize size = MapSize.of(20_000, 736, 736, 1_250_000);
    assertThat(size.pixels()).isBetween(1_000_000L, 1_250_000L);
    assertThat((double) size.width() / size.height()).isBetween(24.0, 31.0);
    assertThat(MapSize.of(736, 20_000, 736, 1_250_000))
        .isEqualTo(new MapSize(/* width= */ size.height(), /* height= */ size.width()));
  }

  @Test
  void aThreadIsCutToTheBudgetAtTheLeastHeight() {
    assertThat(MapSize.of(1_000_000, 32, 736, 1_250_000)).isEqualTo(new MapSize(39_040, 32));
  }
}
