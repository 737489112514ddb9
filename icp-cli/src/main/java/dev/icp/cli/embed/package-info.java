/** {@code icp embed}: vectors by a model, written to a file. */
@NullMarked
package dev.icp.cli.embed;

import org.jspecify.annotations.NullMarked;
