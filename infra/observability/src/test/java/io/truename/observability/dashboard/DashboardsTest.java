// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.monitoring.dashboard.v1.Dashboard;
import com.google.monitoring.dashboard.v1.MosaicLayout.Tile;
import com.google.monitoring.dashboard.v1.Scorecard;
import com.google.monitoring.dashboard.v1.Threshold;
import com.google.monitoring.dashboard.v1.Widget;
import com.google.monitoring.dashboard.v1.XyChart;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.truename.catalog.CatalogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dashboards of the catalog are those that Terraform makes, and such as the API takes. */
final class DashboardsTest {
    private static final Map<String, Dashboard> DASHBOARDS =
            Dashboards.of(CatalogReader.read(Path.of("../../terraform/catalog")), "demo-project");

    @Test
    void dashboards_areThoseOfTerraform() throws IOException {
        Map<String, Dashboard> planned = new LinkedHashMap<>();
        String golden = Files.readString(Path.of("../../terraform/tests/dashboards.json"));
        for (Map.Entry<String, JsonElement> one :
                JsonParser.parseString(golden).getAsJsonObject().entrySet()) {
            planned.put(one.getKey(), parsed(one.getValue().toString()));
        }
        assertThat(DASHBOARDS).containsExactlyInAnyOrderEntriesOf(planned);
    }

    private static Dashboard parsed(String json) throws InvalidProtocolBufferException {
        Dashboard.Builder dashboard = Dashboard.newBuilder();
        JsonFormat.parser().merge(json, dashboard);
        return dashboard.build();
    }

    /** Limits of {@code layouts.proto}: 48 columns, and no two tiles in one place. */
    @Test
    void tiles_lieWithinTheColumns_andDoNotOverlap() {
        assertThat(DASHBOARDS).allSatisfy((name, dashboard) -> {
            List<Tile> tiles = dashboard.getMosaicLayout().getTilesList();
            assertThat(tiles).hasSizeBetween(2, 50).allMatch(tile -> tile.getXPos() + tile.getWidth() <= 48);
            for (int i = 0; i < tiles.size(); i++) {
                for (Tile other : tiles.subList(i + 1, tiles.size())) {
                    assertThat(overlap(tiles.get(i), other))
                            .as("%s and %s", tiles.get(i), other)
                            .isFalse();
                }
            }
        });
    }

    private static boolean overlap(Tile one, Tile other) {
        return one.getXPos() < other.getXPos() + other.getWidth()
                && other.getXPos() < one.getXPos() + one.getWidth()
                && one.getYPos() < other.getYPos() + other.getHeight()
                && other.getYPos() < one.getYPos() + one.getHeight();
    }

    @Test
    void widgets_haveTitleAndUnit() {
        assertThat(widgets()).allMatch(widget -> !widget.getTitle().isBlank());
        assertThat(widgets().filter(widget -> widget.hasXyChart() || widget.hasScorecard()))
                .allMatch(widget -> widget.getTitle().matches(".+ \\([^{}]+\\)"));
        assertThat(charts()).allMatch(chart -> !chart.getYAxis().getLabel().isEmpty());
    }

    /** Rules of {@code metrics.proto} and {@code xychart.proto}. */
    @Test
    void charts_areSuchAsTheApiTakes() {
        assertThat(charts()).allSatisfy(chart -> {
            assertThat(chart.getDataSetsList()).hasSizeBetween(1, 50).allSatisfy(set -> {
                assertThat(set.getPlotType()).isNotEqualTo(XyChart.DataSet.PlotType.PLOT_TYPE_UNSPECIFIED);
                assertThat(set.getMinAlignmentPeriod().getSeconds()).isPositive();
                assertThat(set.getTimeSeriesQuery().getSourceCase().getNumber()).isPositive();
                if (set.getTimeSeriesQuery().hasTimeSeriesFilter()) {
                    assertThat(set.getTimeSeriesQuery()
                                    .getTimeSeriesFilter()
                                    .getAggregation()
                                    .getAlignmentPeriod()
                                    .getSeconds())
                            .isGreaterThanOrEqualTo(60);
                }
            });
            assertThat(chart.getThresholdsList()).allSatisfy(threshold -> {
                assertThat(threshold.getTargetAxis()).isEqualTo(Threshold.TargetAxis.Y1);
                assertThat(threshold.getColor()).isEqualTo(Threshold.Color.COLOR_UNSPECIFIED);
                assertThat(threshold.getDirection()).isEqualTo(Threshold.Direction.DIRECTION_UNSPECIFIED);
            });
        });
    }

    @Test
    void scores_areSuchAsTheApiTakes() {
        assertThat(widgets().filter(Widget::hasScorecard).map(Widget::getScorecard))
                .isNotEmpty()
                .allSatisfy(score -> {
                    assertThat(score.getDataViewCase()).isNotEqualTo(Scorecard.DataViewCase.DATAVIEW_NOT_SET);
                    assertThat(score.getThresholdsList()).allSatisfy(threshold -> {
                        assertThat(threshold.getTargetAxis()).isEqualTo(Threshold.TargetAxis.TARGET_AXIS_UNSPECIFIED);
                        assertThat(threshold.getColor()).isEqualTo(Threshold.Color.RED);
                        assertThat(threshold.getDirection()).isNotEqualTo(Threshold.Direction.DIRECTION_UNSPECIFIED);
                    });
                });
    }

    @ParameterizedTest
    @CsvSource({"{row}/s, rows/s", "{batch}, batches", "10^2.%, %", "By, bytes", "1, number", "ms, ms", "1/s, 1/s"})
    void unit_isWrittenAsPeopleDo(String unit, String words) {
        assertThat(Widgets.words(unit)).isEqualTo(words);
    }

    private static Stream<Widget> widgets() {
        return DASHBOARDS.values().stream()
                .flatMap(dashboard -> dashboard.getMosaicLayout().getTilesList().stream())
                .map(Tile::getWidget);
    }

    private static Stream<XyChart> charts() {
        return widgets().filter(Widget::hasXyChart).map(Widget::getXyChart);
    }
}
