// SPDX-License-Identifier: Apache-2.0
/**
 * Events of a pipeline's stages: their rules, the usual time of a stage, and the reason why a user cannot retrieve a document.
 * Read {@link io.truename.probing.stage.StageEvent} first.
 */
@NullMarked
package io.truename.probing.stage;

import org.jspecify.annotations.NullMarked;
