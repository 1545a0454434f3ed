# What the assembler writes and clang 14 can read; instructions.txt has what it made of it.
	r1 = r2
	r0 = 2
	r9 = -1
	r3 = 0x1234567890abcdef ll
	w4 = w5
	w6 = -7
	r1 += r2
	r1 -= 3
	r2 *= r3
	r2 /= 10
	r3 |= r4
	r3 &= 0xff0
	r4 <<= 8
	r4 >>= r5
	r5 ^= -1
	r5 s>>= 31
	w1 += 1
	w1 -= w2
	w2 *= 3
	w2 /= w3
	w3 |= 1
	w4 &= w5
	w5 <<= w6
	w6 >>= 4
	w7 ^= w8
	w8 s>>= 2
	r8 = -r8
	r1 = be16 r1
	r2 = be32 r2
	r3 = be64 r3
	r0 = *(u8 *)(r1 + 0)
	r2 = *(u16 *)(r3 + 12)
	r4 = *(u32 *)(r10 - 4)
	r5 = *(u64 *)(r6 + 32767)
	*(u8 *)(r1 + 1) = r2
	*(u16 *)(r3 + 2) = r4
	*(u32 *)(r10 - 8) = r5
	*(u64 *)(r10 - 512) = r6
	lock *(u32 *)(r0 + 4) += r1
	lock *(u64 *)(r0 + 8) += r7
back:
	if r1 == 5 goto ahead
	if r1 != r2 goto ahead
	if r2 > -1 goto ahead
	if r2 >= r3 goto ahead
	if r3 < 1500 goto ahead
	if r3 <= r4 goto ahead
	if r4 s> r5 goto back
	if r5 s>= 0 goto back
	if r5 s< r6 goto back
	if r6 s<= -9 goto back
	if w1 == 5 goto ahead
	if w1 != w2 goto ahead
	if w2 > 7 goto ahead
	if w3 s< w4 goto back
	goto back
ahead:
	call 1
	exit
