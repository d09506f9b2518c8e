// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/** Baseline function of {@code cold-start}: a minimal function on the functions framework alone. */
public final class VanillaAnswer implements HttpFunction {
    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        response.getWriter().write("ok");
    }
}
