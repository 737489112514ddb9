/** Documents to tokens: the reading pass and the stores it fills. */
@NullMarked
package dev.icp.internal.documents;

import org.jspecify.annotations.NullMarked;
