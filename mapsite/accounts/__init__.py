"""Who signs in and how: one door to the editors' side, second factors, locks, sessions and accounts.

django-allauth signs in (passwords, TOTP, WebAuthn, recovery codes, OpenID Connect), django-axes counts
failures. Nothing here runs for readers: their pages ask for no session.
"""
