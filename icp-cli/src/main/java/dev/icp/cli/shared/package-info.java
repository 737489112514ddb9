/** What several commands have: options, input, progress, and how failures are said. */
@NullMarked
package dev.icp.cli.shared;

import org.jspecify.annotations.NullMarked;
