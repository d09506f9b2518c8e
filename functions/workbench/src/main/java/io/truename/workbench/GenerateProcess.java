// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench;

import io.truename.testkit.InvokerProcess;
import java.nio.file.Path;

/** The deployable of generate in a process of its own. */
final class GenerateProcess {
    private GenerateProcess() {}

    static InvokerProcess start(Path folder) {
        return InvokerProcess.ofDeployable(folder, "io.truename.generate.GenerateFunction")
                .start();
    }
}
