// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/** The least function there is, on nothing but the functions framework: what a cold start is compared with. */
public final class VanillaAnswer implements HttpFunction {
    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        response.getWriter().write("ok");
    }
}
