// SPDX-License-Identifier: Apache-2.0
package io.truename.report;

import io.truename.testkit.InvokerProcess;
import java.nio.file.Path;

/** What the build leaves to deploy, as the tests find it. */
final class Deployable {
    static final Path FOLDER = Path.of("target", "deploy").toAbsolutePath();

    private Deployable() {}

    static InvokerProcess.Builder process() {
        return InvokerProcess.ofDeployable(FOLDER, ReportFunction.class.getName());
    }
}
