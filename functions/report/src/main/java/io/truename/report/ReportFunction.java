// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import io.truename.edge.EdgeFunction;

/** Entry point that the functions framework loads; its name is the {@code entryPoint} of {@code report} in the catalog. */
public final class ReportFunction extends EdgeFunction {
    public ReportFunction() {
        super(ReportApplication.class);
    }
}
