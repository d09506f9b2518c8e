// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import io.truename.edge.EdgeFunction;

/** Entry point that the functions framework loads; its name is the {@code entryPoint} of {@code tune} in the catalog. */
public final class TuneFunction extends EdgeFunction {
    public TuneFunction() {
        super(TuneApplication.class);
    }
}
