import type { Api } from '@parley/sdk';
import { t } from '../language/later.ts';
import { navigate, paths, type Route } from '../route.ts';
import { Link } from '../ui/Link.tsx';
import { RegisterForm } from './RegisterForm.tsx';
import { SignInForm } from './SignInForm.tsx';

/** Setting up, joining by invitation, registering, signing in: one form each. */
export function AuthForm({ route, api }: { route: Route; api: Api }) {
  const done = () => {
    if (route.page !== 'conversation') navigate(paths.home, 'replace');
  };
  switch (route.page) {
    case 'setup':
      return (
        <>
          <h2>{t('auth.setUp')}</h2>
          <p className="muted">{t('auth.setUpHint')}</p>
          <RegisterForm api={api} invite={route.invite} submit={t('auth.createAdministrator')} done={done} />
        </>
      );
    case 'join':
      return (
        <>
          <h2>{t('auth.invited')}</h2>
          <p className="muted">{t('auth.choose')}</p>
          <RegisterForm api={api} invite={route.invite} submit={t('auth.join')} done={done} />
        </>
      );
    case 'register':
      return (
        <>
          <h2>{t('auth.createAnAccount')}</h2>
          <RegisterForm api={api} submit={t('auth.createAccount')} done={done} />
          <p className="muted">
            {t('auth.already')} <Link to={paths.signIn}>{t('auth.signIn')}</Link>
          </p>
        </>
      );
    case 'sign-in':
    case 'home':
    case 'threads':
    case 'conversation':
      return (
        <>
          <h2>{t('auth.signIn')}</h2>
          <SignInForm api={api} done={done} />
          <p className="muted">
            {t('auth.new')} <Link to={paths.register}>{t('auth.createAnAccount')}</Link>
          </p>
        </>
      );
  }
}
