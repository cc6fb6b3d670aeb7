/*
 * How colours are seen: contrast (WCAG 2.1), difference (CIEDE2000), and both
 * with other eyes (Machado, Oliveira and Fernandes 2009, full severity). For
 * tests only. Colours are 0xrrggbb, sRGB, D65.
 */
#ifndef COLOUR_SIGHT_H
#define COLOUR_SIGHT_H

#include <math.h>
#include <stdint.h>

enum sight { NORMAL, DEUTERANOPIA, PROTANOPIA, TRITANOPIA, NR_SIGHTS };

struct lab {
	double l, a, b;
};

static inline double linear_part(uint32_t part)
{
	double x = (part & 0xff) / 255.0;

	return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

static inline double contrast(uint32_t a, uint32_t b)
{
	uint32_t rgb[2] = {a, b};
	double y[2];

	for (int i = 0; i < 2; i++)
		y[i] = 0.2126 * linear_part(rgb[i] >> 16) +
		       0.7152 * linear_part(rgb[i] >> 8) +
		       0.0722 * linear_part(rgb[i]) + 0.05;
	return y[0] > y[1] ? y[0] / y[1] : y[1] / y[0];
}

/* What three numbers become by a matrix. */
static inline void by_matrix(const double m[3][3], const double in[3],
			     double out[3])
{
	for (int i = 0; i < 3; i++)
		out[i] = m[i][0] * in[0] + m[i][1] * in[1] + m[i][2] * in[2];
}

static inline double lab_curve(double t)
{
	double limit = 6.0 / 29;

	return t > limit * limit * limit ? cbrt(t) :
					   t / (3 * limit * limit) + 4.0 / 29;
}

/* The colour as these eyes see it, in CIELAB. */
static inline struct lab seen_by(enum sight sight, uint32_t rgb)
{
	static const double eyes[NR_SIGHTS][3][3] = {
		[NORMAL] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		[DEUTERANOPIA] = {{0.367322, 0.860646, -0.227968},
				  {0.280085, 0.672501, 0.047413},
				  {-0.011820, 0.042940, 0.968881}},
		[PROTANOPIA] = {{0.152286, 1.052583, -0.204868},
				{0.114503, 0.786281, 0.099216},
				{-0.003882, -0.048116, 1.051998}},
		[TRITANOPIA] = {{1.255528, -0.076749, -0.178779},
				{-0.078411, 0.930809, 0.147602},
				{0.004733, 0.691367, 0.303900}},
	};
	static const double xyz_of_rgb[3][3] = {
		{0.4124564, 0.3575761, 0.1804375},
		{0.2126729, 0.7151522, 0.0721750},
		{0.0193339, 0.1191920, 0.9503041},
	};
	const double in[3] = {linear_part(rgb >> 16), linear_part(rgb >> 8),
			      linear_part(rgb)};
	double seen[3], xyz[3];

	by_matrix(eyes[sight], in, seen);
	for (int i = 0; i < 3; i++)
		seen[i] = fmin(1, fmax(0, seen[i]));
	by_matrix(xyz_of_rgb, seen, xyz);
	xyz[0] = lab_curve(xyz[0] / 0.95047);
	xyz[1] = lab_curve(xyz[1]);
	xyz[2] = lab_curve(xyz[2] / 1.08883);
	return (struct lab){116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]),
			    200 * (xyz[1] - xyz[2])};
}

static inline double cos_of(double degrees)
{
	return cos(degrees * M_PI / 180);
}

static inline double hue_of(double a, double b)
{
	double degrees = a == 0 && b == 0 ? 0 : atan2(b, a) * 180 / M_PI;

	return degrees < 0 ? degrees + 360 : degrees;
}

/* x^7 / (x^7 + 25^7), under a root */
static inline double chroma_share(double x)
{
	return sqrt(pow(x, 7) / (pow(x, 7) + pow(25, 7)));
}

/* Hues are an angle: their difference and their mean go the short way. */
static inline void hues(double h1, double h2, double *difference, double *mean)
{
	*difference = h2 - h1;
	*mean = (h1 + h2) / 2;
	if (fabs(*difference) > 180) {
		*difference += *difference > 0 ? -360 : 360;
		*mean += h1 + h2 < 360 ? 180 : -180;
	}
}

static inline double ciede2000(struct lab x, struct lab y)
{
	double g = 1.5 - 0.5 * chroma_share((hypot(x.a, x.b) +
					     hypot(y.a, y.b)) / 2);
	double c1 = hypot(g * x.a, x.b), c2 = hypot(g * y.a, y.b);
	double h1 = hue_of(g * x.a, x.b), h2 = hue_of(g * y.a, y.b);
	double l = (x.l + y.l) / 2 - 50, c = (c1 + c2) / 2;
	double dh, h, t, dl, dc, turn;

	hues(h1, h2, &dh, &h);
	if (c1 * c2 == 0) {
		dh = 0;
		h = h1 + h2;
	}
	t = 1 - 0.17 * cos_of(h - 30) + 0.24 * cos_of(2 * h) +
	    0.32 * cos_of(3 * h + 6) - 0.2 * cos_of(4 * h - 63);
	dl = (y.l - x.l) / (1 + 0.015 * l * l / sqrt(20 + l * l));
	dc = (c2 - c1) / (1 + 0.045 * c);
	dh = 2 * sqrt(c1 * c2) * cos_of(dh / 2 - 90) / (1 + 0.015 * c * t);
	turn = -2 * chroma_share(c) *
	       cos_of(60 * exp(-(h - 275) * (h - 275) / 625) - 90);
	return sqrt(dl * dl + dc * dc + dh * dh + turn * dc * dh);
}

static inline double difference(enum sight sight, uint32_t a, uint32_t b)
{
	return ciede2000(seen_by(sight, a), seen_by(sight, b));
}

#endif
