// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.grpc;

import com.google.monitoring.v3.ListTimeSeriesRequest;
import com.google.monitoring.v3.ListTimeSeriesRequest.TimeSeriesView;
import com.google.monitoring.v3.ListTimeSeriesResponse;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.util.Timestamps;
import io.truename.alerting.query.Line;
import io.truename.alerting.query.QueryResult;
import io.truename.alerting.series.Sample;
import java.util.List;

/** Cuts a query's result into pages: of points, newest first, or of series for the view HEADERS. */
final class SeriesPages {
    private static final int MOST = 100_000;

    private SeriesPages() {}

    static ListTimeSeriesResponse page(QueryResult result, ListTimeSeriesRequest request) {
        ListTimeSeriesRequest question =
                request.toBuilder().clearPageToken().clearPageSize().build();
        PageToken from = PageToken.read(request.getPageToken(), question);
        int room = request.getPageSize() <= 0 ? MOST : Math.min(request.getPageSize(), MOST);
        ListTimeSeriesResponse.Builder page =
                ListTimeSeriesResponse.newBuilder().setUnit(result.unit());
        PageToken last = from;
        for (Line line : result.lines()) {
            String key = line.key().text();
            if (key.compareTo(from.key()) < 0 || (isHeaders(request) && key.equals(from.key()))) {
                continue;
            }
            long before = key.equals(from.key()) ? from.end() : Long.MAX_VALUE;
            int rest = isHeaders(request) ? 1 : older(line.samples(), before);
            if (rest == 0) {
                continue;
            }
            if (room == 0) {
                return page.setNextPageToken(last.write(question)).build();
            }
            if (isHeaders(request)) {
                page.addTimeSeries(header(line));
                room--;
                last = new PageToken(key, 0);
                continue;
            }
            int taken = Math.min(rest, room);
            page.addTimeSeries(full(line, rest, taken));
            room -= taken;
            last = new PageToken(key, line.samples().get(rest - taken).end());
            if (taken < rest) {
                return page.setNextPageToken(last.write(question)).build();
            }
        }
        return page.build();
    }

    private static boolean isHeaders(ListTimeSeriesRequest request) {
        return request.getView() == TimeSeriesView.HEADERS;
    }

    private static int older(List<Sample> samples, long before) {
        int count = samples.size();
        while (count > 0 && samples.get(count - 1).end() >= before) {
            count--;
        }
        return count;
    }

    private static TimeSeries.Builder header(Line line) {
        return line.key().toProto().toBuilder().setMetricKind(line.kind()).setValueType(line.type());
    }

    private static TimeSeries.Builder full(Line line, int rest, int taken) {
        TimeSeries.Builder series = header(line);
        for (int i = rest - 1; i >= rest - taken; i--) {
            Sample sample = line.samples().get(i);
            series.addPoints(Point.newBuilder()
                    .setInterval(TimeInterval.newBuilder()
                            .setStartTime(Timestamps.fromMillis(sample.start()))
                            .setEndTime(Timestamps.fromMillis(sample.end())))
                    .setValue(sample.value().toProto()));
        }
        return series;
    }
}
