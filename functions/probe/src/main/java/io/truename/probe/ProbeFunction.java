// SPDX-License-Identifier: Apache-2.0
package io.truename.probe;

import io.truename.edge.EdgeFunction;

/** Entry point that the functions framework loads; its name is the {@code entryPoint} of {@code probe} in the catalog. */
public final class ProbeFunction extends EdgeFunction {
    public ProbeFunction() {
        super(ProbeApplication.class);
    }
}
