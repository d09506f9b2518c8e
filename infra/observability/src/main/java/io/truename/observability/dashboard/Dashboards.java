// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.dashboard;

import com.google.monitoring.dashboard.v1.Dashboard;
import com.google.monitoring.dashboard.v1.MosaicLayout;
import com.google.monitoring.dashboard.v1.MosaicLayout.Tile;
import com.google.monitoring.dashboard.v1.SectionHeader;
import com.google.monitoring.dashboard.v1.Widget;
import io.truename.catalog.Catalog;
import io.truename.catalog.DashboardSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Dashboards of the catalog: those of the Terraform module {@code dashboards}. Sections lie below each other, panels in rows. */
public final class Dashboards {
    private static final int COLUMNS = 48;
    private static final int HEADER_HEIGHT = 4;
    private static final int SCORE_HEIGHT = 8;
    private static final int CHART_HEIGHT = 16;

    private Dashboards() {}

    /**
     * Makes the dashboards by their names in the catalog, in its order.
     *
     * @param project the project that has the objectives
     */
    public static Map<String, Dashboard> of(Catalog catalog, String project) {
        Widgets widgets = new Widgets(new PanelQueries(project));
        Map<String, Dashboard> dashboards = new LinkedHashMap<>();
        catalog.dashboards()
                .forEach((name, dashboard) -> dashboards.put(
                        name,
                        Dashboard.newBuilder()
                                .setDisplayName(dashboard.title())
                                .setMosaicLayout(layout(dashboard, widgets))
                                .build()));
        return dashboards;
    }

    private static MosaicLayout layout(DashboardSpec dashboard, Widgets widgets) {
        MosaicLayout.Builder layout = MosaicLayout.newBuilder().setColumns(COLUMNS);
        int top = 0;
        for (DashboardSpec.Section section : dashboard.sections()) {
            layout.addTiles(Tile.newBuilder()
                    .setYPos(top)
                    .setWidth(COLUMNS)
                    .setHeight(HEADER_HEIGHT)
                    .setWidget(Widget.newBuilder()
                            .setTitle(section.title())
                            .setSectionHeader(SectionHeader.newBuilder().setDividerBelow(true))));
            top += HEADER_HEIGHT;
            int width = COLUMNS / section.columns();
            int height = height(section);
            for (int i = 0; i < section.panels().size(); i++) {
                layout.addTiles(Tile.newBuilder()
                        .setXPos(i % section.columns() * width)
                        .setYPos(top + i / section.columns() * height)
                        .setWidth(width)
                        .setHeight(height)
                        .setWidget(widgets.of(section.panels().get(i))));
            }
            top += (section.panels().size() + section.columns() - 1) / section.columns() * height;
        }
        return layout.build();
    }

    private static int height(DashboardSpec.Section section) {
        return section.panels().stream().allMatch(panel -> panel.kind() == DashboardSpec.Kind.SCORE)
                ? SCORE_HEIGHT
                : CHART_HEIGHT;
    }
}
